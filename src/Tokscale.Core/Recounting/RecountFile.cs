using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Files;
using ZstdSharp;

namespace Tokscale.Core.Recounting;

/// <summary>Whole files and their lines. What cannot be read has nothing; the first reader reports it.</summary>
public static partial class RecountFile
{
    /// <summary>The content; null when it cannot be read.</summary>
    public static byte[]? Bytes(string path)
    {
        try
        {
            if (!FileStatus.Of(path).IsFile) return null;
            using FileStream file = Open(path);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The content as text; null when it cannot be read.</summary>
    public static string? Text(string path) =>
        Bytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;

    /// <summary>The lines that are JSON objects, each parsed whole. Only a line feed ends a line.</summary>
    public static IEnumerable<JsonElement> Objects(string path) =>
        Lines(path).Select(line => RecountJson.Parse(line)).Where(element => element.IsObject());

    /// <summary>Lines as bytes, without their end.</summary>
    public static IEnumerable<byte[]> Lines(string path) => Lines(path, path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc cref="Lines(string)"/>
    public static IEnumerable<byte[]> Lines(string path, bool isCompressed)
    {
        if (!FileStatus.Of(path).IsFile) return [];
        return LinesOf(isCompressed ? Decoded(Open(path)) : Blocks(path)).SelectMany(RecordsOf);
    }

    /// <summary>As <see cref="Objects(string)"/>, of a log that stands in a database, plain or compressed.</summary>
    public static IEnumerable<JsonElement> Objects(byte[] log)
    {
        IEnumerable<ReadOnlyMemory<byte>> text = ZstdValue.BeginsLikeOne(log) ? Decoded(new MemoryStream(log)) : [log];
        return LinesOf(text).SelectMany(RecordsOf).Select(line => RecountJson.Parse(line)).Where(element => element.IsObject());
    }

    /// <summary>
    /// The line, or its records if it is no record as a whole: behind one that was cut short, others begin with the same name as it.
    /// </summary>
    private static IEnumerable<byte[]> RecordsOf(byte[] line)
    {
        string text = Encoding.Latin1.GetString(line);
        Group opening = Opening().Match(text).Groups["opening"];
        if (!opening.Success) return [line];
        int at = text.IndexOf(opening.Value, opening.Index + 1, StringComparison.Ordinal);
        if (at < 0 || RecountJson.Parse(line).ValueKind != JsonValueKind.Undefined) return [line];
        List<int> starts = [0];
        for (; at >= 0; at = text.IndexOf(opening.Value, at + 1, StringComparison.Ordinal))
        {
            // What stands behind one of these is a value, but an object has none behind a comma.
            ReadOnlySpan<char> before = text.AsSpan(0, at).TrimEnd(" \t\r\0");
            if (before is not [.., ':' or ',' or '['] || (before[^1] == ',' && IsInObject(text[starts[^1]..at]))) starts.Add(at);
        }
        return starts.Zip([.. starts.Skip(1), text.Length], (start, end) => line[start..end]);
    }

    /// <summary>The last bracket that is not closed again is that of an object.</summary>
    private static bool IsInObject(string text)
    {
        string brackets = NoBrackets().Replace(text, "");
        int closed = 0;
        for (int at = brackets.Length - 1; at >= 0; at--)
        {
            if (brackets[at] is '}' or ']') closed++;
            else if (closed-- == 0) return brackets[at] == '{';
        }
        return false;
    }

    /// <summary>Strings, and whatever else is no bracket.</summary>
    [GeneratedRegex("""(?:"(?:[^"\\]|\\.)*"|[^\[\]{}])+""", RegexOptions.Singleline)]
    private static partial Regex NoBrackets();

    /// <summary>The bracket and the first name of a record, behind a byte order mark.</summary>
    [GeneratedRegex("""^(\u00EF\u00BB\u00BF)?[ \t\r\0]*(?<opening>\{[ \t]*"[^"\\]*"[ \t]*:)""")]
    private static partial Regex Opening();

    /// <summary>The decoded content of a compressed log, as far as it decodes.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Decoded(Stream frames)
    {
        using var text = new ZstdLogStream(frames);
        byte[] block = new byte[BlockBytes];
        for (int count = text.Read(block); count > 0; count = text.Read(block)) yield return block.AsMemory(0, count);
    }

    /// <summary>A compressed value; null when it does not decode or is too large.</summary>
    public static byte[]? Decode(byte[] compressed)
    {
        try
        {
            using var frames = new DecompressionStream(new MemoryStream(compressed));
            using var content = new MemoryStream();
            byte[] block = new byte[BlockBytes];
            for (int count = frames.Read(block); count > 0; count = frames.Read(block))
            {
                content.Write(block, 0, count);
                if (content.Length > ZstdValue.UnpackedBytesMax) return null;
            }
            return content.ToArray();
        }
        catch (Exception error) when (error is ZstdException or IOException)
        {
            return null;
        }
    }

    private const int BlockBytes = 1 << 16;

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(string path)
    {
        using FileStream file = Open(path);
        byte[] block = new byte[BlockBytes];
        for (int count = file.Read(block); count > 0; count = file.Read(block)) yield return block.AsMemory(0, count);
    }

    private static IEnumerable<byte[]> LinesOf(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        var line = new MemoryStream();
        foreach (ReadOnlyMemory<byte> block in blocks)
        {
            ReadOnlyMemory<byte> rest = block;
            for (int end = rest.Span.IndexOf((byte)'\n'); end >= 0; end = rest.Span.IndexOf((byte)'\n'))
            {
                line.Write(rest.Span[..end]);
                yield return line.ToArray();
                line.SetLength(0);
                rest = rest[(end + 1)..];
            }
            line.Write(rest.Span);
        }
        if (line.Length > 0) yield return line.ToArray();
    }
}
