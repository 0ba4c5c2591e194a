namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>The records of a rollout that matter.</summary>
internal enum RolloutRecord : byte
{
    /// <summary>Any other record.</summary>
    Other = 0,
    SessionMeta,
    TurnContext,
    TurnStart,
    ThreadSettings,

    /// <summary>A session began or went on; told in wrapped events only.</summary>
    SessionConfigured,

    TokenCount,
    UsageRecord,
}
