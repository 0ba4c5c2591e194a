using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Senpi;

/// <summary>Finds the working directories that the headers of sessions name.</summary>
internal static class SenpiProjects
{
    /// <summary>The header is the first line, or the second after a title.</summary>
    private const int HeaderLinesMax = 3;

    private static readonly EnumerationOptions s_allFiles = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8, // Links may lead back up.
        IgnoreInaccessible = true,
        AttributesToSkip = 0,
    };

    /// <summary>Each once, in a stable order.</summary>
    public static IReadOnlyList<string> NamedIn(IEnumerable<string> sessionFolders)
    {
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        using var reader = new FileReader(blockBytes: 4096);
        foreach (string folder in sessionFolders.Where(Directory.Exists))
        {
            foreach (string log in Directory.EnumerateFiles(folder, "*.jsonl", s_allFiles))
            {
                if (ProjectOf(log, reader) is { Length: > 0 } project && Path.IsPathRooted(project)) projects.Add(project);
            }
        }
        return [.. projects];
    }

    private static string? ProjectOf(string log, FileReader reader)
    {
        // A pipe would not end.
        if (!FileStatus.Of(log).IsFile) return null;
        try
        {
            using LineReader lines = reader.OpenLines(log);
            for (int count = 0; count < HeaderLinesMax && lines.TryRead(out LogLine line); count++)
            {
                if (ProjectIn(line.Bytes) is { } project) return project;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Reading the session itself reports it.
        }
        return null;
    }

    private static string? ProjectIn(ReadOnlySpan<byte> line)
    {
        var json = new JsonCursor(line);
        JsonText type = default, cwd = default;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("cwd"u8)) cwd = json.ReadText();
            else json.SkipValue();
        }
        return type.Is("session"u8) ? cwd.ToString() : null;
    }
}
