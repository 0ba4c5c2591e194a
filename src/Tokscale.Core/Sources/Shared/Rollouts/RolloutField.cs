using Tokscale.Core.Sources.Shared.Records;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>The fields of a rollout's line that matter; the last ones are objects. See <see cref="ILineRecord"/>.</summary>
internal enum RolloutField
{
    Line = ILineRecord.Root,
    Other = ILineRecord.OtherField,

    Type, Timestamp, Ordinal, PayloadType, MessageType, Model,

    /// <summary>The first counter of the running total; the others follow as <see cref="RolloutUsage.CounterOf"/> numbers them.</summary>
    TotalCounters,

    /// <summary>The first counter of the last call.</summary>
    LastCounters = TotalCounters + RolloutUsage.CounterCount,

    Payload = LastCounters + RolloutUsage.CounterCount, Message, Info, Total, Last, Context,
}
