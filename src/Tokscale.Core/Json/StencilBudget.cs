namespace Tokscale.Core.Json;

/// <summary>
/// Cutting a stencil costs as much as reading several lines. A log in which no line is like another pays for it now and then
/// only: each line that fits earns a little, each stencil costs a lot, and one is tried again after many lines.
/// </summary>
/// <param name="isOff">No stencil is cut: everything is read name by name.</param>
internal struct StencilBudget(bool isOff)
{
    private const int CreditMax = 64, StencilCost = 8, LinesPerStencil = 64;

    private static readonly bool s_isPlain = Environment.GetEnvironmentVariable("TOKSCALE_PLAIN_LINES") is not (null or "");

    private readonly bool _isOff = isOff;
    private int _credit = CreditMax, _misfitCount;

    public StencilBudget() : this(s_isPlain)
    {
    }

    /// <summary>A line fitted.</summary>
    public void CountFit() => _credit = Math.Min(CreditMax, _credit + 1);

    /// <summary>A line did not fit; true when a stencil may be cut from it.</summary>
    public bool CountMisfit()
    {
        if (_isOff) return false;
        if (++_misfitCount % LinesPerStencil == 0) _credit = Math.Max(_credit, StencilCost);
        return _credit >= StencilCost;
    }

    /// <summary>A stencil was cut.</summary>
    public void Pay() => _credit -= StencilCost;
}
