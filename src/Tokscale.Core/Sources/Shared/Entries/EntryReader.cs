using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>Reads a file with one session.</summary>
internal static class EntryReader
{
    /// <summary>Names the counts; inside text the quotes would be escaped.</summary>
    public static LineMarker Marker { get; } = new("\"usage\""u8);

    public static bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    /// <param name="file">The log.</param>
    /// <param name="reader">The worker's reader.</param>
    /// <param name="sink">Where rows go.</param>
    /// <param name="format">Who wrote it.</param>
    public static void Read(SourceFile file, FileReader reader, UsageSink sink, EntryFormat format)
    {
        var parser = new EntryParser(file, sink, format);
        try
        {
            JsonLines.Resume(file, reader, Marker, parser, sink);
        }
        finally
        {
            parser.Finish(SessionOf(file.Stem), ProjectOf(file.FolderName));
        }
    }

    /// <summary>Files are named <c>TIME_SESSION.jsonl</c>.</summary>
    public static string SessionOf(string stem) => stem[(stem.IndexOf('_') + 1)..];

    /// <summary>
    /// Folders are named like the working directory, with dashes for slashes and two around it. What was a dash before cannot
    /// be told, so this is for files without a header.
    /// </summary>
    public static string? ProjectOf(string folder)
    {
        const string Mark = "--";
        bool isEncoded = folder.Length > 2 * Mark.Length
            && folder.StartsWith(Mark, StringComparison.Ordinal)
            && folder.EndsWith(Mark, StringComparison.Ordinal);
        return isEncoded ? "/" + folder[Mark.Length..^Mark.Length].Replace('-', '/') : null;
    }
}
