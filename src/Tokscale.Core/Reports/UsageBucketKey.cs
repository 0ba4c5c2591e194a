using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <param name="Row">The row that the calls belong to.</param>
/// <param name="Source">Index of the source in the scan.</param>
/// <param name="Model">Exact id of the log.</param>
/// <param name="Provider">Who served it.</param>
/// <param name="Class">What else decides the price.</param>
/// <param name="Band">Long-context band of the request.</param>
/// <param name="PriceEnd">The day that ended the price: the calendar's last for the one of today, its first without a price.</param>
/// <param name="UsesLoggedCost">The cost is the log's.</param>
/// <param name="IsWithoutCost">The cost mode wants the log's cost, and the log has none.</param>
internal readonly record struct UsageBucketKey(
    int Row, int Source, NameId Model, NameId Provider, PriceClass Class, int Band, DateOnly PriceEnd,
    bool UsesLoggedCost, bool IsWithoutCost);
