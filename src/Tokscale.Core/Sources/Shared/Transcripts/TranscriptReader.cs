using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>Reads a transcript, and again with more care if a line lacked what lines without usage may tell.</summary>
internal static class TranscriptReader
{
    /// <summary>Every counter of a usage block ends like this; inside text the quote would be escaped.</summary>
    private static readonly LineMarker s_marker = new("_tokens\""u8, InterestOf);

    /// <summary>Only an assistant's line is a call. Most others tell their type before their text.</summary>
    private static LineInterest InterestOf(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return LineInterest.Unknown;
        while (json.TryReadName(out JsonText name))
        {
            // The program itself writes the type of an assistant's line behind its message.
            if (name.Is("message"u8)) return LineInterest.Likely;
            if (name.Is("type"u8))
            {
                JsonText type = json.ReadText();
                return type.IsEmpty ? LineInterest.Unknown : type.Is("assistant"u8) ? LineInterest.Likely : LineInterest.None;
            }
            json.SkipValue();
        }
        return LineInterest.Unknown;
    }

    public static bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return false;
        // A workflow's journal repeats the results of its agents, usage blocks and all.
        bool isJournal = relativePath.EndsWith("/journal.jsonl", StringComparison.Ordinal);
        return !isJournal || !relativePath.Contains("subagents/", StringComparison.Ordinal);
    }

    /// <param name="file">The log.</param>
    /// <param name="reader">The worker's reader.</param>
    /// <param name="sink">Where rows go.</param>
    /// <param name="format">Who wrote it.</param>
    public static void Read(SourceFile file, FileReader reader, UsageSink sink, TranscriptFormat format)
    {
        var parser = new TranscriptParser(file, sink, format);
        JsonLines.Resume(file, reader, s_marker, parser, sink);
        if (parser.MissedContext)
        {
            // A usage line lacked its time or folder: rare enough to read the file again with the lines between.
            sink.Clear();
            parser = new TranscriptParser(file, sink, format);
            JsonLines.Read(reader.OpenLines(file), parser, sink);
        }
        if (parser.HasUnnamedSubagent) TranscriptAgentNames.Resolve(file, reader, sink);
    }
}
