namespace Tokscale.Core.Reports;

/// <summary>A model without a price in the covered logs.</summary>
/// <param name="ModelId">Exact id of the log.</param>
/// <param name="Tokens">Its tokens that have no cost.</param>
public sealed record UnpricedModel(string ModelId, long Tokens);
