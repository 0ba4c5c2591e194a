namespace Tokscale.Core.Json;

/// <summary>
/// Cuts stencils, as often as it pays: that costs as much as reading several lines. A log in which no line is like another pays for
/// it now and then only: each line that fits earns a little, each stencil costs a lot, and one is tried again after many lines.
/// </summary>
/// <param name="isOff">No stencil is cut: everything is read name by name.</param>
internal sealed class StencilCutter(bool isOff)
{
    private const int CreditMax = 64, StencilCost = 8, LinesPerStencil = 64;

    private static readonly bool s_isPlain = Environment.GetEnvironmentVariable("TOKSCALE_PLAIN_LINES") is not (null or "");

    private readonly List<byte> _text = [];
    private readonly List<JsonStencil.Step> _steps = [];
    private int _credit = CreditMax, _misfitCount;

    public StencilCutter() : this(s_isPlain)
    {
    }

    /// <summary>The values of the text at hand, in order; filled by who reads it.</summary>
    public List<JsonValueSpan> Values { get; } = [];

    /// <summary>Stencils that were cut, since the beginning.</summary>
    public int CutCount { get; private set; }

    /// <summary>A text fitted a stencil.</summary>
    public void CountFit() => _credit = Math.Min(CreditMax, _credit + 1);

    /// <summary>A text did not fit. True when a stencil may be cut from it; <see cref="Values"/> is empty then.</summary>
    public bool CountMisfit()
    {
        if (isOff) return false;
        Values.Clear();
        if (++_misfitCount % LinesPerStencil == 0) _credit = Math.Max(_credit, StencilCost);
        return _credit >= StencilCost;
    }

    /// <summary>Cuts a stencil.</summary>
    /// <param name="text">A valid text, or the beginning of one, to which <see cref="Values"/> belong.</param>
    /// <param name="earlier">Cut from a text with the same fields; null when there is none.</param>
    public JsonStencil Cut(ReadOnlySpan<byte> text, JsonStencil? earlier)
    {
        _credit -= StencilCost;
        CutCount++;
        _text.Clear();
        _steps.Clear();
        var values = new JsonStencil.Value[Values.Count];
        int position = 0;
        for (int index = 0; index < values.Length; index++)
        {
            JsonValueSpan value = Values[index];
            ReadOnlySpan<byte> bytes = text[value.Start..value.End];
            values[index] = JsonStencil.ValueOf(value, bytes, earlier, index);
            if (!values[index].IsHole) continue;
            _steps.Add(new JsonStencil.Step(value.Field, _text.Count, value.Start - position));
            _text.AddRange(text[position..value.Start]);
            position = value.End;
        }
        int restStart = _text.Count;
        _text.AddRange(text[position..]);
        _text.AddRange(stackalloc byte[JsonCursor.TextSlack]);
        return new JsonStencil([.. _text], [.. _steps], values, restStart);
    }
}
