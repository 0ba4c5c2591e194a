using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Telemetry;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>What records of telemetry describe.</summary>
internal static class CopilotTelemetry
{
    /// <summary>Says whether a record is of the chat in an editor, which exports into the same files and is a source of its own.</summary>
    public static bool IsOfEditor(in TelemetryRecord record) => record.IsOf("copilot-chat"u8, "copilot_chat."u8);

    /// <returns>Null when it is no record of usage.</returns>
    public static CopilotRecord? KindOf(in TelemetryRecord record)
    {
        bool isSpan = record.IsSpan;
        if (!isSpan && IsLog(record, "gen_ai.client.inference.operation.details"u8, "GenAI inference"u8)) return CopilotRecord.CallLog;
        if (!isSpan && IsLog(record, "copilot_chat.agent.turn"u8, "copilot_chat.agent.turn"u8)) return CopilotRecord.TurnLog;
        // Some exporters leave out the type of spans; log records have no name.
        if (!isSpan && record.Name.IsEmpty) return null;
        if (record.IsChat) return CopilotRecord.ChatSpan;
        return record.Operation.Is("invoke_agent"u8) || record.Name.Raw.StartsWith("invoke_agent"u8) ? CopilotRecord.AgentSpan : null;
    }

    private static bool IsLog(in TelemetryRecord record, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> bodyStart) =>
        record.EventName.Is(eventName) || record.Body.Raw.StartsWith(bodyStart);
}
