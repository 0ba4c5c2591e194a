namespace Tokscale.Core.Pricing.Lookup;

/// <summary>A token of a model name, as a place in its text.</summary>
internal readonly record struct NameToken(short Start, short Length);
