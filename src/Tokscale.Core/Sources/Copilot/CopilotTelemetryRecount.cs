using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Telemetry;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Second reader of Copilot CLI's telemetry: the best record of each call, sums only where there is nothing better.</summary>
internal static class CopilotTelemetryRecount
{
    public static IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        List<TelemetryRecord> told = [.. files.SelectMany(TelemetryRecord.In)];
        TelemetryRecord[] records = [.. told.Where(record => record.Rank is not null && record.Call.IsUsage)];
        ILookup<string?, TelemetryRecord> byTrace = records.ToLookup(record => record.Trace), toldOfTrace = told.ToLookup(record => record.Trace);
        var spans = new HashSet<string>();
        var responses = new HashSet<string>();
        foreach (TelemetryRecord record in records.OrderBy(record => record.Rank))
        {
            if (record.Trace is not null && record.IsSum && byTrace[record.Trace].Any(other => other.Rank < record.Rank)) continue;
            bool isNew = record.Span is null || spans.Add($"{record.Trace} {record.Span}");
            if (record.Response is not null) isNew &= responses.Add(record.Response);
            if (!isNew) continue;
            // What a record lacks, others of its trace tell.
            IEnumerable<TelemetryRecord> trace = record.Trace is null ? [] : toldOfTrace[record.Trace];
            yield return record.Call with
            {
                Model = record.Call.Model ?? trace.Where(other => other.Call.File == record.Call.File)
                    .Select(other => other.Call.Model).FirstOrDefault(model => model is not null),
                Session = record.Call.Session ?? trace.Select(other => other.Session).FirstOrDefault(session => session is not null),
            };
        }
    }

    /// <param name="Rank">How good a record of a call is, the best 0; null: it is none, but may tell of its trace.</param>
    /// <param name="Trace">Its trace.</param>
    /// <param name="Span">Its span.</param>
    /// <param name="Response">The response of the call.</param>
    /// <param name="Session">The session that it names for its trace.</param>
    /// <param name="Call">The call.</param>
    private sealed record TelemetryRecord(int? Rank, string? Trace, string? Span, string? Response, string? Session, RecountedCall Call)
    {
        /// <summary>Records without one of these have nothing to tell.</summary>
        private const string Attribute = "gen_ai.";

        private const int TurnRank = 2;

        public bool IsSum => Rank >= TurnRank;

        public static IEnumerable<TelemetryRecord> In(SourceFile file)
        {
            foreach (JsonElement line in RecountFile.Objects(file.Path))
            {
                JsonElement attributes = line.Member("attributes"), context = line.Member("spanContext");
                if (!line.GetRawText().Contains(Attribute, StringComparison.Ordinal) || TelemetryRecount.IsOf(line, "copilot-chat", "copilot_chat.")) continue;
                long Of(string name) => attributes.Count("gen_ai.usage." + name);
                var call = new RecountedCall
                {
                    File = file.Path,
                    TimeMs = TelemetryRecount.Time(line, "endTime") ?? TelemetryRecount.Time(line, "hrTime") ?? TelemetryRecount.Time(line, "startTime")
                        ?? file.ModifiedMs,
                    Model = attributes.Text("gen_ai.response.model") ?? attributes.Text("gen_ai.request.model"),
                    Session = attributes.Text("gen_ai.conversation.id"),
                    Tokens = CopilotRecount.Split(
                        Of("input_tokens"), Of("output_tokens"), Of("cache_read.input_tokens"), Of("cache_creation.input_tokens"),
                        Of("reasoning.output_tokens")),
                };
                yield return new(
                    RankOf(line, attributes), line.Text("traceId") ?? context.Text("traceId"), line.Text("spanId") ?? context.Text("spanId"),
                    attributes.Text("gen_ai.response.id"), call.Session ?? attributes.Text("session.id"), call);
            }
        }

        private static int? RankOf(JsonElement line, JsonElement attributes)
        {
            string operation = attributes.Text("gen_ai.operation.name") ?? "", name = line.Text("name") ?? "";
            string kind = attributes.Text("event.name") ?? "", body = line.Text("body") ?? "";
            if (kind.Contains("inference", StringComparison.Ordinal)
                || body.StartsWith("GenAI inference", StringComparison.Ordinal)) return 1;
            if (kind.Contains("agent.turn", StringComparison.Ordinal)) return TurnRank;
            if (operation == "chat" || name.StartsWith("chat ", StringComparison.Ordinal)) return 0;
            return operation == "invoke_agent" || name.StartsWith("invoke_agent", StringComparison.Ordinal) ? TurnRank + 1 : null;
        }
    }
}
