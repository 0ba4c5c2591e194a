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

    private readonly StencilSet<LineInterest> _heads = new(HeadsMax);

    /// <summary>What the head of a line tells.</summary>
    /// <param name="head">See <see cref="LineMarker.HeadTest"/>.</param>
    public LineInterest InterestOf(ReadOnlySpan<byte> head)
    {
        for (int index = 0; index < _heads.Count; index++)
        {
            StencilSet<LineInterest>.Known known = _heads[index];
            if (!Fits(known.Stencil, head)) continue;
            _heads.CountFit(index);
            return known.Told;
        }
        var json = new JsonCursor(head);
        LineInterest interest = test(ref json);
        if (interest != LineInterest.Unknown && _heads.CountMisfit())
        {
            FindValues(head[..json.Position]);
            _heads.Cut(head[..json.Position], interest);
        }
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
        return stencil.TryPassRest(ref json);
    }

    private void FindValues(ReadOnlySpan<byte> head)
    {
        var json = new JsonCursor(head);
        json.TryBeginObject();
        int start = 0;
        while (json.TryReadName(out _))
        {
            start = json.Position;
            json.SkipValue();
            if (json.HasFailed || json.Position == head.Length) break;
            _heads.Values.Add(new JsonValueSpan(0, start, json.Position, JsonValueKind.Steady));
        }
        // The last value decided, or its beginning.
        _heads.Values.Add(new JsonValueSpan(0, start, head.Length, JsonValueKind.Fixed));
    }
}
