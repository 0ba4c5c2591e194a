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

    private readonly byte[] _text;
    private readonly Step[] _steps;
    private readonly Value[] _values;
    private readonly int _restStart, _restBytes;

    /// <param name="text">A valid text, or the beginning of one.</param>
    /// <param name="values">Its values, in order.</param>
    /// <param name="earlier">Cut from a text with the same fields; null when there is none.</param>
    public JsonStencil(ReadOnlySpan<byte> text, ReadOnlySpan<JsonValueSpan> values, JsonStencil? earlier)
    {
        var between = new List<byte>(text.Length);
        var steps = new List<Step>();
        _values = new Value[values.Length];
        int position = 0;
        for (int index = 0; index < values.Length; index++)
        {
            JsonValueSpan value = values[index];
            ReadOnlySpan<byte> bytes = text[value.Start..value.End];
            bool isHole = IsHole(value.Kind, bytes, earlier is null ? null : (earlier, earlier._values[index]));
            _values[index] = new Value(value.Field, isHole ? null : bytes.ToArray());
            if (!isHole) continue;
            steps.Add(new Step(value.Field, between.Count, value.Start - position));
            between.AddRange(text[position..value.Start]);
            position = value.End;
        }
        (_restStart, _restBytes) = (between.Count, text.Length - position);
        between.AddRange(text[position..]);
        between.AddRange(new byte[JsonCursor.TextSlack]);
        (_text, _steps) = ([.. between], [.. steps]);
    }

    /// <summary>The holes, in order.</summary>
    public ReadOnlySpan<Step> Steps => _steps;

    /// <summary>Texts that fitted so far; who reads them counts.</summary>
    public int FitCount { get; set; }

    /// <summary>Passes over what stands before the hole of a step. False: something else stands there.</summary>
    public bool TryPass(in Step step, ref JsonCursor json) => json.TryPass(ref _text[step.TextStart], step.TextBytes);

    /// <summary>Passes over what stands behind the last hole. False: something else stands there.</summary>
    public bool TryPassRest(ref JsonCursor json) => json.TryPass(ref _text[_restStart], _restBytes);

    /// <summary>The values are those of the same fields in the same order.</summary>
    public bool HasShapeOf(ReadOnlySpan<JsonValueSpan> values)
    {
        if (values.Length != _values.Length) return false;
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index].Field != _values[index].Field) return false;
        }
        return true;
    }

    private static bool IsHole(JsonValueKind kind, ReadOnlySpan<byte> bytes, (JsonStencil Stencil, Value Value)? earlier) => kind switch
    {
        JsonValueKind.Fixed => false,
        JsonValueKind.Hole => true,
        _ => bytes.Length > SteadyBytesMax || (earlier is { } e && e.Stencil.MakesHole(e.Value, bytes)),
    };

    private bool MakesHole(Value value, ReadOnlySpan<byte> bytes) =>
        value.Bytes is null || (FitCount < SteadyTextsMin && !bytes.SequenceEqual(value.Bytes));

    /// <param name="Field">What is read there.</param>
    /// <param name="TextStart">Where the text before the hole begins.</param>
    /// <param name="TextBytes">How long it is.</param>
    public readonly record struct Step(int Field, int TextStart, int TextBytes);

    /// <param name="Field">Whose value it is.</param>
    /// <param name="Bytes">What every text has there; null when it is a hole.</param>
    private readonly record struct Value(int Field, byte[]? Bytes);
}
