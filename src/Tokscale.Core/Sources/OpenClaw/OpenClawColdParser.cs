using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>Reads a session in cold storage: rows of the database's tables one a line, of which those of events hold the entries.</summary>
internal sealed class OpenClawColdParser(EntryParser entries) : ILineParser
{
    /// <summary>The session as the first line names it; null when it does not.</summary>
    public string? Session { get; private set; }

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText kind = default, session = default;
        Row row = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8)) kind = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("row"u8)) row = Row.Read(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (kind.Is("header"u8) && !session.IsEmpty) Session ??= session.ToString();
        return kind.Is("event"u8) ? ReadEntry(row, line) : LineOutcome.NoUsage;
    }

    private LineOutcome ReadEntry(in Row row, in LogLine line)
    {
        ReadOnlySpan<byte> text = row.Event.Utf8.Trim(" \t\r\n"u8);
        if (text.IsEmpty) return LineOutcome.Malformed;
        entries.FallbackTimestampMs = row.CreatedMs;
        return entries.ReadLine(new LogLine(text, line.Number, hasMarker: true, isTorn: line.IsTorn));
    }

    private ref struct Row
    {
        public JsonText Event { get; private set; }

        /// <summary>UTC milliseconds since 1970; null when the row has none.</summary>
        public long? CreatedMs { get; private set; }

        public static Row Read(scoped ref JsonCursor json)
        {
            var row = new Row();
            if (!json.TryBeginObject()) return row;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("event_json"u8)) row.Event = json.ReadText();
                else if (name.Is("created_at"u8)) row.CreatedMs = json.ReadTime();
                else json.SkipValue();
            }
            return row;
        }
    }
}
