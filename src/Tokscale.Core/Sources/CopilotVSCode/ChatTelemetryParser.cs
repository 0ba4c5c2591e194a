using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Telemetry;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>
/// Reads an OpenTelemetry export, into which the CLI may write too. Spans of calls count; log records tell them again, without
/// caches and without the session, so that its requests could not be told from them.
/// </summary>
internal sealed class ChatTelemetryParser(SourceFile file, UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        TelemetryRecord record = TelemetryRecord.Read(line.Bytes);
        if (!record.IsValid) return LineOutcome.Malformed;
        bool isOwnCall = !record.Name.IsEmpty && record.IsChat && record.IsOf("copilot-chat"u8, "copilot_chat."u8);
        if (!isOwnCall) return LineOutcome.NoUsage;
        var span = new ChatSpan
        {
            Key = record.SpanId.IsEmpty ? 0 : RowKey.Of(record.SpanId.Utf8),
            StartMs = record.StartMs,
            EndMs = record.EndMs,
            Provider = record.Provider.ToString(),
            Agent = sink.Name(record.Agent.Utf8),
            Conversation = record.ConversationId.ToString(),
            Chat = record.Find("copilot_chat.chat_session_id"u8).ToString(),
            RequestModel = sink.Name(record.RequestModel.Utf8),
            ResponseModel = sink.Name(record.ResponseModel.Utf8),
            Tokens = record.Tokens,
        };
        if (!span.AddTo(sink, file, line.Number)) return LineOutcome.NoUsage;
        if (record.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }
}
