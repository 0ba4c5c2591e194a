using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Gemini;

/// <summary>What <c>projects.json</c> says: paths of projects and the slugs that name their folders.</summary>
internal sealed class GeminiProjectList
{
    private readonly Dictionary<string, string> _bySlug = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private Dictionary<string, string>? _byHash;

    private GeminiProjectList(Dependency file) => File = file;

    /// <summary>The list itself; there may be none.</summary>
    public Dependency File { get; }

    /// <exception cref="IOException">The list cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public static GeminiProjectList Read(string path, FileReader reader)
    {
        var list = new GeminiProjectList(Dependency.On(path));
        if (list.File.Status.IsFile) list.Read(reader.ReadDocument(path));
        return list;
    }

    /// <summary>The project whose slug or SHA-256 is the name; null when none is known.</summary>
    public string? PathOf(string name)
    {
        if (_bySlug.TryGetValue(name, out string? path)) return path;
        if (name.Length != Sha256.HexLength || _paths.Count == 0) return null;
        if (_byHash is null)
        {
            _byHash = new Dictionary<string, string>(_paths.Count, StringComparer.Ordinal);
            foreach (string listed in _paths) _byHash.TryAdd(Sha256.HexOf(Encoding.UTF8.GetBytes(listed)), listed);
        }
        return _byHash.GetValueOrDefault(name);
    }

    private void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("projects"u8))
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText path))
            {
                string project = path.ToString();
                _paths.Add(project);
                _bySlug.TryAdd(json.ReadText().ToString(), project);
            }
        }
    }
}
