using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Reads a session of the time before there was a database: the first line has the sums, the others are messages.</summary>
internal static class GooseSessionFile
{
    public static void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using LineReader lines = reader.OpenLines(file);
        if (!lines.TryRead(out LogLine line)) return;
        if (!TryReadHeader(line.Bytes, sink, out UsageEvent usage))
        {
            if (!line.IsTorn) sink.Report(ProblemKind.MalformedLine, line.Number);
            return;
        }
        usage.Model = sink.Name("unknown"u8);
        usage.Session = sink.Name(file.Stem);
        usage.Messages = 1;
        usage.Class = new PriceClass { IsAggregate = true };
        // The header has no time; the first message has.
        usage.TimestampMs = lines.TryRead(out line) ? ReadCreated(line.Bytes) ?? file.ModifiedMs : file.ModifiedMs;
        sink.Add(new UsageRow { Key = RowKey.Of(file.Stem), Event = usage });
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> line, UsageSink sink, out UsageEvent usage)
    {
        usage = default;
        long input = 0, output = 0, allInput = 0, allOutput = 0;
        var json = new JsonCursor(line);
        if (!json.TryBeginObject()) return json.IsAtEnd;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("working_dir"u8)) usage.Project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("input_tokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output_tokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("accumulated_input_tokens"u8)) allInput = json.ReadLooseCount() ?? 0;
            else if (name.Is("accumulated_output_tokens"u8)) allOutput = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        bool hasSums = allInput > 0 || allOutput > 0;
        usage.Tokens = new TokenCounts(hasSums ? allInput : input, hasSums ? allOutput : output, 0, 0, 0, 0);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, 1);
        return json.IsAtEnd;
    }

    private static long? ReadCreated(ReadOnlySpan<byte> line)
    {
        var json = new JsonCursor(line);
        if (!json.TryBeginObject()) return null;
        if (!json.TryMoveTo("created"u8)) return null;
        long? createdMs = json.ReadTime();
        // A number at the end of a torn line may lack digits.
        return line[json.Position..] is [(byte)',' or (byte)'}' or (byte)' ' or (byte)'\t', ..] ? createdMs : null;
    }
}
