namespace Tokscale.Core.Usage;

/// <summary>How a provider queued a request; each tier has its own price.</summary>
public enum ServiceTier : byte
{
    Standard = 0,
    Priority,
    Flex,
    Batch,
}
