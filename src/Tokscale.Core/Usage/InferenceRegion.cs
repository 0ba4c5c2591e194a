namespace Tokscale.Core.Usage;

/// <summary>A region that inference was pinned to, where providers charge for that.</summary>
public enum InferenceRegion : byte
{
    Unspecified = 0,
    Us,
    Eu,
}
