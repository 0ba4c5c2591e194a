namespace Tokscale.Core.Json;

/// <summary>
/// The stencils of the last few kinds of texts, each with what a text of its kind tells. They are cut as often as it pays: that costs
/// as much as reading several lines. A log in which no line is like another pays for it now and then only: each line that fits
/// earns a little, each stencil costs a lot, and one is tried again after many lines.
/// </summary>
/// <param name="countMax">How many are kept.</param>
/// <param name="isOff">No stencil is cut: everything is read name by name.</param>
internal sealed class StencilSet<T>(int countMax, bool isOff) where T : struct
{
    private const int CreditMax = 64, StencilCost = 8, LinesPerStencil = 64;

    private readonly List<Known> _known = new(countMax);

    /// <summary>One that was replaced, to be cut anew.</summary>
    private Known? _spare;

    private int _credit = CreditMax, _misfitCount;

    public StencilSet(int countMax) : this(countMax, Environment.GetEnvironmentVariable("TOKSCALE_PLAIN_LINES") is not (null or ""))
    {
    }

    /// <summary>How many there are now.</summary>
    public int Count => _known.Count;

    /// <summary>The values of the text at hand, in order; filled by who reads it.</summary>
    public List<JsonValueSpan> Values { get; } = [];

    /// <summary>Stencils that were cut, since the beginning.</summary>
    public int CutCount { get; private set; }

    /// <summary>The stencils, the likeliest first.</summary>
    public Known this[int index] => _known[index];

    /// <summary>A text fitted a stencil, which may come first from now on.</summary>
    public void CountFit(int index)
    {
        _known[index].Stencil.FitCount++;
        _credit = Math.Min(CreditMax, _credit + 1);
        if (index > 0) (_known[index], _known[0]) = (_known[0], _known[index]);
    }

    /// <summary>A text did not fit. True when a stencil may be cut from it; <see cref="Values"/> is empty then.</summary>
    public bool CountMisfit()
    {
        if (isOff) return false;
        Values.Clear();
        if (++_misfitCount % LinesPerStencil == 0) _credit = Math.Max(_credit, StencilCost);
        return _credit >= StencilCost;
    }

    /// <summary>Cuts a stencil. It takes the place of an earlier one for texts of its kind, or of the last.</summary>
    /// <param name="text">A valid text, or the beginning of one, to which <see cref="Values"/> belong.</param>
    /// <param name="told">What the text tells.</param>
    public void Cut(ReadOnlySpan<byte> text, T told)
    {
        _credit -= StencilCost;
        CutCount++;
        int place = 0;
        while (place < _known.Count && !_known[place].Stencil.IsOfKind(text, Values)) place++;
        Known known = _spare ?? new Known();
        known.Stencil.Cut(text, Values, place < _known.Count ? _known[place].Stencil : null);
        known.Told = told;
        if (place == _known.Count && place < countMax)
        {
            _known.Add(known);
            _spare = null;
            return;
        }
        place = Math.Min(place, countMax - 1);
        (_spare, _known[place]) = (_known[place], known);
    }

    /// <summary>A stencil and what it stands for.</summary>
    public sealed class Known
    {
        /// <summary>Cut from a text.</summary>
        public JsonStencil Stencil { get; } = new();

        /// <summary>What that text told, and every text that fits.</summary>
        public T Told { get; set; }
    }
}
