using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Reads a debug log of a session or of a part of one: a line <c>llm_request</c> is one call.</summary>
internal sealed class ChatLogParser : ILineParser
{
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly NameId _session, _project;
    private readonly ulong _link;

    public ChatLogParser(SourceFile file, FileReader reader, UsageSink sink)
    {
        (_file, _sink) = (file, sink);
        // Builds of spring 2026 had a file a session, later ones a folder with the logs of its parts.
        bool hasFolder = file.FolderName != "debug-logs";
        string session = hasFolder ? file.FolderName : file.Stem;
        (_session, _link) = (sink.Name(session), ChatCopies.LinkOf(session));
        string storage = Path.GetFullPath(hasFolder ? "../../.." : "../..", Path.GetDirectoryName(file.Path)!);
        _project = sink.Name(ChatWorkspace.FolderOf(storage, reader, sink));
    }

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        bool isCall = false;
        long? startMs = null, durationMs = null;
        JsonText span = default;
        Attributes attributes = default;
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) isCall = json.ReadText().Is("llm_request"u8);
            else if (name.Is("ts"u8)) startMs = json.ReadTime();
            else if (name.Is("dur"u8)) durationMs = json.ReadCount();
            else if (name.Is("spanId"u8)) span = json.ReadText();
            else if (name.Is("attrs"u8)) attributes = Attributes.Read(ref json);
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        if (!isCall || !AddRow(span, startMs, durationMs, attributes)) return LineOutcome.NoUsage;
        if (startMs is null) _sink.Report(ProblemKind.Undated, line.Number);
        if (json.HasRefused) _sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    private bool AddRow(in JsonText span, long? startMs, long? durationMs, in Attributes attributes)
    {
        NameId model = _sink.Name(attributes.Model.Utf8);
        return _sink.Add(new UsageRow
        {
            Key = span.IsEmpty ? 0 : RowKey.Of(span.Utf8),
            Link = _link,
            Flags = ChatCopies.LogFlag,
            Event = new UsageEvent
            {
                TimestampMs = startMs ?? _file.ModifiedMs,
                Tokens = InclusiveTokens.Cut(attributes.Input, attributes.Cached ?? 0, 0, attributes.Output, 0),
                Model = _sink.ModelOrUnknown(model),
                Provider = _sink.Name("github-copilot"u8),
                Session = _session,
                Project = _project,
                // Builds before that field do not tell the classes of tokens apart.
                IsEstimated = attributes.Cached is null,
                DurationMs = (int)Math.Min(durationMs ?? 0, int.MaxValue),
                Messages = 1,
            },
        });
    }

    private ref struct Attributes
    {
        public JsonText Model;
        public long Input, Output;
        public long? Cached;

        public static Attributes Read(scoped ref JsonCursor json)
        {
            var attributes = default(Attributes);
            if (!json.TryBeginObject()) return attributes;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("model"u8)) attributes.Model = json.ReadText();
                else if (name.Is("inputTokens"u8)) attributes.Input = json.ReadCount() ?? 0;
                else if (name.Is("outputTokens"u8)) attributes.Output = json.ReadCount() ?? 0;
                else if (name.Is("cachedTokens"u8)) attributes.Cached = json.ReadCount();
                else json.SkipValue();
            }
            return attributes;
        }
    }
}
