using Tokscale.Core.Json;

namespace Tokscale.Core.Files;

/// <summary>
/// Knows how the heads of lines were written, and what they told. Most lines of a log begin like one of the last few: that is
/// seen by comparing bytes, without looking at names.
/// </summary>
/// <param name="test">Looks at heads that are written otherwise.</param>
internal sealed class LineHeads(LineMarker.HeadTest test)
{
    private const int HeadsMax = 6;

    private readonly List<Head> _heads = new(HeadsMax);
    private readonly StencilCutter _cutter = new();

    /// <summary>What the head of a line tells.</summary>
    /// <param name="head">See <see cref="LineMarker.HeadTest"/>.</param>
    public LineInterest InterestOf(ReadOnlySpan<byte> head)
    {
        for (int index = 0; index < _heads.Count; index++)
        {
            Head known = _heads[index];
            if (!Fits(known.Stencil, head)) continue;
            if (index > 0) (_heads[index], _heads[0]) = (_heads[0], known);
            _cutter.CountFit();
            return known.Interest;
        }
        LineInterest interest = test(head, out int decisiveBytes);
        if (interest != LineInterest.Unknown && _cutter.CountMisfit()) Cut(head[..decisiveBytes], interest);
        return interest;
    }

    private static bool Fits(JsonStencil stencil, ReadOnlySpan<byte> head)
    {
        var json = new JsonCursor(head);
        foreach (ref readonly JsonStencil.Step step in stencil.Steps)
        {
            if (!stencil.TryPass(step, ref json)) return false;
            json.SkipValue();
        }
        if (!stencil.TryPassRest(ref json)) return false;
        stencil.FitCount++;
        return true;
    }

    private void Cut(ReadOnlySpan<byte> head, LineInterest interest)
    {
        int decisive = FindValues(head);
        int earlier = -1;
        for (int index = 0; index < _heads.Count && earlier < 0; index++)
        {
            Head other = _heads[index];
            if (head[decisive..].SequenceEqual(other.Decisive) && other.Stencil.HasShapeOf(_cutter.Values)) earlier = index;
        }
        JsonStencil stencil = _cutter.Cut(head, earlier < 0 ? null : _heads[earlier].Stencil);
        var known = new Head(stencil, head[decisive..].ToArray(), interest);
        if (earlier >= 0) _heads[earlier] = known;
        else if (_heads.Count < HeadsMax) _heads.Add(known);
        else _heads[^1] = known;
    }

    /// <summary>Finds the values that stand before what decided.</summary>
    /// <returns>Where the value or the name begins that decided.</returns>
    private int FindValues(ReadOnlySpan<byte> head)
    {
        int decisive = 0;
        var json = new JsonCursor(head);
        json.TryBeginObject();
        while (json.TryReadName(out _))
        {
            int start = decisive = json.Position;
            json.SkipValue();
            // The last value decided, or the one that the head ends in.
            if (json.HasFailed || json.Position == head.Length) break;
            _cutter.Values.Add(new JsonValueSpan(0, start, json.Position, JsonValueKind.Steady));
        }
        return decisive;
    }

    private sealed record Head(JsonStencil Stencil, byte[] Decisive, LineInterest Interest);
}
