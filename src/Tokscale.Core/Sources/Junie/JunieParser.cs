using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>Reads the events of one session; those about an answer list the calls it took.</summary>
internal sealed class JunieParser(SourceFile file, UsageSink sink) : ILineParser
{
    /// <summary>Stands in every line with counts, and in texts that quote it.</summary>
    public static readonly LineMarker Marker = new("LlmResponseMetadataEvent"u8);

    private readonly NameId _session = sink.Name(file.FolderName);
    private NameId _project;

    public LineOutcome ReadLine(LogLine line)
    {
        bool mayTellFolder = !_project.IsKnown && line.Bytes.IndexOf("currentDirectory"u8) >= 0;
        if (!line.HasMarker && !mayTellFolder) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        long? timestampMs = null;
        var answer = default(Answer);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("timestampMs"u8)) timestampMs = json.ReadTime();
            else if (name.Is("event"u8)) ReadEvent(ref json, ref answer);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (!_project.IsKnown) _project = sink.Name(answer.Folder.Utf8);
        return answer.Kind.Is("LlmResponseMetadataEvent"u8) ? AddRows(answer, timestampMs, line.Number) : LineOutcome.NoUsage;
    }

    private static void ReadEvent(ref JsonCursor json, ref Answer answer)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("agentEvent"u8)) ReadAgentEvent(ref json, ref answer);
    }

    private static void ReadAgentEvent(ref JsonCursor json, ref Answer answer)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8)) answer.Kind = json.ReadText();
            else if (name.Is("currentDirectory"u8)) answer.Folder = json.ReadText();
            else if (name.Is("agent"u8)) ReadAgent(ref json, ref answer);
            else if (name.Is("modelUsage"u8)) answer.Calls = json.ReadRaw();
            else json.SkipValue();
        }
    }

    private static void ReadAgent(ref JsonCursor json, ref Answer answer)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("name"u8)) answer.Agent = json.ReadText();
    }

    private LineOutcome AddRows(in Answer answer, long? timestampMs, long lineNumber)
    {
        // A replayed event is the same to the byte; two equal calls inside one event differ in their place.
        UInt128 eventKey = RowKey.Join(
            RowKey.Of(sink.NameOf(_session)), RowKey.Join(RowKey.Of([timestampMs ?? 0]), RowKey.Of(answer.Calls)));
        var json = new JsonCursor(answer.Calls);
        NameId agent = sink.Name(answer.Agent.Utf8);
        bool hasUsage = false;
        bool isArray = json.TryBeginArray();
        for (int index = 0; isArray && json.TryMoveToElement(); index++)
        {
            JunieUsage call = JunieUsage.Read(ref json);
            NameId model = sink.Name(call.Model.Utf8);
            hasUsage |= sink.Add(new UsageRow
            {
                Key = RowKey.Join(eventKey, RowKey.Of([index])),
                Event = new UsageEvent
                {
                    TimestampMs = timestampMs ?? StartOfSession() ?? file.ModifiedMs,
                    Tokens = call.Tokens,
                    Model = sink.ModelOrUnknown(model),
                    Provider = sink.Name(call.Provider.IsEmpty ? ModelProvider.Of(sink.NameOf(model)) : call.Provider.ToString().ToLowerInvariant()),
                    Session = _session,
                    Project = _project,
                    Agent = agent,
                    LoggedCostUsd = call.CostUsd,
                    DurationMs = (int)Math.Min(call.DurationMs, int.MaxValue),
                    Messages = 1,
                },
            });
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, lineNumber);
        if (hasUsage && timestampMs is null) sink.Report(ProblemKind.Undated, lineNumber);
        return hasUsage ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    /// <summary>The time in a folder's name, <c>session-yymmdd-hhmmss-xxxx</c>.</summary>
    private long? StartOfSession()
    {
        string[] parts = file.FolderName.Split('-');
        if (parts is not ["session", { Length: 6 } day, { Length: 6 } time, ..]) return null;
        return LogTime.Parse(Encoding.UTF8.GetBytes($"20{day[..2]}-{day[2..4]}-{day[4..]}T{time[..2]}:{time[2..4]}:{time[4..]}Z"));
    }

    private ref struct Answer
    {
        public JsonText Kind, Agent, Folder;
        public ReadOnlySpan<byte> Calls;
    }
}
