using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Droid;

/// <summary>What the transcript beside a session's totals tells: the folder, and in old sessions the model.</summary>
internal readonly record struct DroidTranscript(string? Cwd, string? ModelLabel)
{
    /// <summary>Both are told near the start, where the session is introduced to the model.</summary>
    private const int LineCountMax = 500;

    private const int BlockBytes = 8 << 10;

    /// <param name="path">The transcript, which may be missing.</param>
    /// <param name="sink">Told that the transcript matters.</param>
    /// <param name="needsModel">Whether to look for a label too.</param>
    public static DroidTranscript Read(string path, UsageSink sink, bool needsModel)
    {
        if (!sink.DependOn(path).IsFile) return default;
        string? cwd = null, label = null, perhaps = null;
        // The folder stands in the first line: a large block would be read for nothing, once for every session.
        using var reader = new FileReader(BlockBytes);
        using LineReader lines = reader.OpenLines(path);
        for (int count = 0; count < LineCountMax && lines.TryRead(out LogLine line); count++)
        {
            cwd ??= CwdOf(line.Bytes);
            if (needsModel) ReadLabel(line.Bytes, ref label, ref perhaps);
            if (cwd is not null && (label is not null || !needsModel)) break;
        }
        return new DroidTranscript(cwd, label ?? perhaps);
    }

    private static string? CwdOf(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("session_start"u8) < 0) return null;
        var json = new JsonCursor(line);
        bool isStart = false;
        string? cwd = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) isStart = json.ReadText().Is("session_start"u8);
            else if (name.Is("cwd"u8)) cwd = json.ReadText().ToString();
            else json.SkipValue();
        }
        return isStart && !string.IsNullOrWhiteSpace(cwd) ? cwd : null;
    }

    /// <summary>
    /// A reminder to the model says <c>Model: GLM 4.6 [Factory]</c>. Others write such words too: what a bracket follows is sure,
    /// what none follows is perhaps a label.
    /// </summary>
    private static void ReadLabel(ReadOnlySpan<byte> line, ref string? label, ref string? perhaps)
    {
        ReadOnlySpan<byte> prefix = "Model: "u8;
        for (int start = line.IndexOf(prefix); start >= 0 && label is null; start = line.IndexOf(prefix))
        {
            line = line[(start + prefix.Length)..];
            int length = line.IndexOfAny("[\"\\"u8);
            ReadOnlySpan<byte> text = (length >= 0 ? line[..length] : line).Trim((byte)' ');
            if (text.IsEmpty) continue;
            bool isSure = length >= 0 && line[length] == '[' && text.IndexOf(prefix) < 0;
            if (isSure) label = Encoding.UTF8.GetString(text);
            else perhaps ??= Encoding.UTF8.GetString(text);
        }
    }
}
