using System.Buffers;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>Finds the JSON objects that are printed over many lines of a text log and reads those with usage.</summary>
internal sealed class LmStudioParser(SourceFile file, UsageSink sink, TimeZoneInfo zone)
{
    /// <summary>Longest object that is kept while it is collected; larger ones are request bodies with images.</summary>
    private const int ObjectBytesMax = 64 << 20;

    private readonly ArrayBufferWriter<byte> _object = new();
    private int _depth;
    private long _objectLine;
    private long? _timestampMs;

    public void ReadLine(LogLine line)
    {
        if (StampOf(line.Bytes) is { } timestampMs)
        {
            _timestampMs = timestampMs;
            DropObject(); // Whatever was open was cut off.
        }
        ReadOnlySpan<byte> text = line.Bytes;
        if (_depth == 0)
        {
            if (text[^1] != '{') return;
            text = "{"u8;
            _objectLine = line.Number;
        }
        Collect(text);
        if (_depth > 0) return;
        if (_object.WrittenSpan.IndexOf("\"usage\""u8) >= 0) ReadObject(_object.WrittenSpan);
        _object.Clear();
    }

    /// <summary>The time at the start of a line <c>[2026-03-10 12:00:01][INFO] …</c>, in UTC; null when there is none.</summary>
    private long? StampOf(ReadOnlySpan<byte> line)
    {
        const int StampBytes = 19;
        if (line.Length <= StampBytes + 1 || line[0] != '[' || line[StampBytes + 1] != ']') return null;
        if (LogTime.Parse(line.Slice(1, StampBytes)) is not { } localMs) return null;
        DateTime local = DateTime.UnixEpoch.AddMilliseconds(localMs);
        return localMs - (long)zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)).TotalMilliseconds;
    }

    private void Collect(ReadOnlySpan<byte> text)
    {
        if (_object.WrittenCount + text.Length <= ObjectBytesMax) _object.Write(text);
        bool isInString = false;
        for (int index = 0; index < text.Length; index++)
        {
            byte next = text[index];
            if (isInString)
            {
                if (next == '\\') index++;
                else if (next == '"') isInString = false;
            }
            else if (next == '"') isInString = true;
            else if (next is (byte)'{' or (byte)'[') _depth++;
            else if (next is (byte)'}' or (byte)']') _depth--;
            if (_depth == 0) break;
        }
    }

    private void DropObject()
    {
        _depth = 0;
        _object.Clear();
    }

    private void ReadObject(ReadOnlySpan<byte> text)
    {
        var response = default(LmStudioResponse);
        var json = new JsonCursor(text);
        response.Read(ref json);
        if (json.HasFailed)
        {
            // Code in a prompt can look like an object; only counts that are lost are worth telling.
            if (text.IndexOf("_tokens\""u8) >= 0) sink.Report(ProblemKind.MalformedLine, _objectLine);
            return;
        }
        TokenCounts tokens = response.Tokens;
        if (tokens.IsZero) return;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, _objectLine);
        if (_timestampMs is null) sink.Report(ProblemKind.Undated, _objectLine);
        sink.Add(new UsageRow
        {
            Key = response.Id.IsEmpty ? 0 : RowKey.Of(response.Id.Utf8),
            Rank = tokens.Total,
            Event = new UsageEvent
            {
                TimestampMs = _timestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.Name(response.Model.IsEmpty ? "unknown"u8 : response.Model.Utf8),
                Provider = sink.Name("lmstudio"u8),
                Session = sink.Name(file.Stem),
                LoggedCostUsd = 0, // It ran on the user's own machine, whatever a model of that name costs elsewhere.
                IsCostFinal = true,
                Messages = 1,
            },
        });
    }
}
