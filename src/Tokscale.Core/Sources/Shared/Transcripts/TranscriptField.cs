using Tokscale.Core.Sources.Shared.Records;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>The fields of a transcript line that matter; the last ones are objects. See <see cref="ILineRecord"/>.</summary>
internal enum TranscriptField
{
    Line = ILineRecord.Root,
    Other = ILineRecord.OtherField,

    Type, Timestamp, SessionId, Cwd, Uuid, RequestId, IsSidechain, IsApiError, CostUsd,
    MessageId, Model, StopReason,
    Input, Output, CacheRead, CacheWrite, Speed, ServiceTier, Geography, Iterations,
    CacheWrite5m, CacheWrite1h,
    Thinking,
    WebSearches,
    Credits,

    Message, Usage, CacheCreation, OutputDetails, ServerTools,
}
