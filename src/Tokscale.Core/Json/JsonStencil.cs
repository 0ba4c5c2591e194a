using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Json;

/// <summary>
/// How a text was written: its bytes, with holes where values stand that differ from text to text. The lines of a log repeat the
/// same names in the same order, and most of the values, thousands of times. A line that fits is read without looking at them,
/// and is as valid as the one that the stencil was cut from: what stands in the holes is read like anywhere else.
/// </summary>
internal sealed class JsonStencil
{
    /// <summary>Longer values are not expected to come again.</summary>
    private const int SteadyBytesMax = 256;

    /// <summary>A value that changes after fewer texts is a hole from then on.</summary>
    private const int SteadyTextsMin = 8;

    /// <summary>What stands between the holes, and <see cref="JsonCursor.TextSlack"/> bytes.</summary>
    private byte[] _text = [];

    private readonly List<Step> _steps = [];
    private readonly List<Value> _values = [];
    private int _textBytes;

    /// <summary>Where in the text begins what stands behind the last hole.</summary>
    private int _restStart;

    /// <summary>The holes, in order.</summary>
    public ReadOnlySpan<Step> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>Texts that fitted so far; <see cref="StencilSet{T}"/> counts them.</summary>
    public int FitCount { get; set; }

    /// <summary>Cuts the stencil anew. A log has one of its own for each of thousands of sessions, so the memory of an earlier one is used.</summary>
    /// <param name="text">A valid text, or the beginning of one.</param>
    /// <param name="spans">Its values, in order.</param>
    /// <param name="earlier">Cut from a text of the same kind; null when there is none.</param>
    public void Cut(ReadOnlySpan<byte> text, List<JsonValueSpan> spans, JsonStencil? earlier)
    {
        (_textBytes, FitCount) = (0, 0);
        _steps.Clear();
        _values.Clear();
        if (_text.Length < text.Length + JsonCursor.TextSlack) _text = new byte[text.Length + text.Length / 4 + JsonCursor.TextSlack];
        int position = 0;
        for (int index = 0; index < spans.Count; index++)
        {
            JsonValueSpan span = spans[index];
            Value value = ValueOf(span, text, earlier, index);
            _values.Add(value);
            if (!value.IsHole) continue;
            _steps.Add(new Step(span.Field, _textBytes, span.Start - position));
            AddText(text[position..span.Start]);
            position = span.End;
        }
        _restStart = _textBytes;
        AddText(text[position..]);
        _text.AsSpan(_textBytes, JsonCursor.TextSlack).Clear();
    }

    /// <summary>How a value is known in a stencil.</summary>
    /// <param name="value">Where it stands.</param>
    /// <param name="text">The text it stands in.</param>
    /// <param name="earlier">Cut from a text of the same kind; null when there is none.</param>
    /// <param name="index">The value's place among all.</param>
    private static Value ValueOf(JsonValueSpan value, ReadOnlySpan<byte> text, JsonStencil? earlier, int index)
    {
        if (value.Kind == JsonValueKind.Hole || (value.Kind == JsonValueKind.Steady && value.End - value.Start > SteadyBytesMax))
            return new Value(value.Field, IsHole: true, Hash: 0);
        ulong hash = HashOf(value, text);
        return new Value(value.Field, value.Kind == JsonValueKind.Steady && earlier?.MakesHole(index, hash) == true, hash);
    }

    /// <summary>Passes over what stands before the hole of a step. False: something else stands there.</summary>
    public bool TryPass(in Step step, ref JsonCursor json) => json.TryPass(ref _text[step.TextStart], step.TextBytes);

    /// <summary>Passes over what stands behind the last hole. False: something else stands there.</summary>
    public bool TryPassRest(ref JsonCursor json) => json.TryPass(ref _text[_restStart], _textBytes - _restStart);

    /// <summary>The text has the same fields in the same order, and the same fixed values.</summary>
    /// <param name="other">The text.</param>
    /// <param name="others">Its values.</param>
    public bool IsOfKind(ReadOnlySpan<byte> other, List<JsonValueSpan> others)
    {
        if (others.Count != _values.Count) return false;
        for (int index = 0; index < others.Count; index++)
        {
            if (others[index].Field != _values[index].Field) return false;
            if (others[index].Kind == JsonValueKind.Fixed && HashOf(others[index], other) != _values[index].Hash) return false;
        }
        return true;
    }

    private static ulong HashOf(JsonValueSpan value, ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text[value.Start..value.End]);

    private bool MakesHole(int index, ulong hash) => _values[index].IsHole || (FitCount < SteadyTextsMin && _values[index].Hash != hash);

    private void AddText(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text.AsSpan(_textBytes));
        _textBytes += text.Length;
    }

    /// <param name="Field">What is read there.</param>
    /// <param name="TextStart">Where the text before the hole begins.</param>
    /// <param name="TextBytes">How long it is.</param>
    public readonly record struct Step(int Field, int TextStart, int TextBytes);

    /// <param name="Field">Whose value it is.</param>
    /// <param name="IsHole">The value differs from text to text.</param>
    /// <param name="Hash">Of the value that all texts have, to see when it changes.</param>
    private readonly record struct Value(int Field, bool IsHole, ulong Hash);
}
