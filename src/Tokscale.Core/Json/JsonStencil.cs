using System.IO.Hashing;

namespace Tokscale.Core.Json;

/// <summary>
/// How a text was written: its bytes, with holes where values stand that differ from text to text. The lines of a log repeat the
/// same names in the same order, and most of the values, thousands of times. A line that fits is read without looking at them,
/// and is as valid as the one that the stencil was cut from: what stands in the holes is read like anywhere else.
/// </summary>
/// <param name="text">What stands between the holes, and <see cref="JsonCursor.TextSlack"/> bytes.</param>
/// <param name="steps">The holes, in order.</param>
/// <param name="values">All values, in order.</param>
/// <param name="restStart">Where in the text begins what stands behind the last hole.</param>
internal sealed class JsonStencil(byte[] text, JsonStencil.Step[] steps, JsonStencil.Value[] values, int restStart)
{
    /// <summary>Longer values are not expected to come again.</summary>
    private const int SteadyBytesMax = 256;

    /// <summary>A value that changes after fewer texts is a hole from then on.</summary>
    private const int SteadyTextsMin = 8;

    /// <summary>The holes, in order.</summary>
    public ReadOnlySpan<Step> Steps => steps;

    /// <summary>Texts that fitted so far; <see cref="StencilSet{T}"/> counts them.</summary>
    public int FitCount { get; set; }

    /// <summary>How a value is known in a stencil.</summary>
    /// <param name="value">Where it stands.</param>
    /// <param name="text">The text it stands in.</param>
    /// <param name="earlier">Cut from a text of the same kind; null when there is none.</param>
    /// <param name="index">The value's place among all.</param>
    public static Value ValueOf(JsonValueSpan value, ReadOnlySpan<byte> text, JsonStencil? earlier, int index)
    {
        if (value.Kind == JsonValueKind.Hole || (value.Kind == JsonValueKind.Steady && value.End - value.Start > SteadyBytesMax))
            return new Value(value.Field, IsHole: true, Hash: 0);
        ulong hash = HashOf(value, text);
        return new Value(value.Field, value.Kind == JsonValueKind.Steady && earlier?.MakesHole(index, hash) == true, hash);
    }

    /// <summary>Passes over what stands before the hole of a step. False: something else stands there.</summary>
    public bool TryPass(in Step step, ref JsonCursor json) => json.TryPass(ref text[step.TextStart], step.TextBytes);

    /// <summary>Passes over what stands behind the last hole. False: something else stands there.</summary>
    public bool TryPassRest(ref JsonCursor json) => json.TryPass(ref text[restStart], text.Length - restStart - JsonCursor.TextSlack);

    /// <summary>The text has the same fields in the same order, and the same fixed values.</summary>
    /// <param name="other">The text.</param>
    /// <param name="others">Its values.</param>
    public bool IsOfKind(ReadOnlySpan<byte> other, List<JsonValueSpan> others)
    {
        if (others.Count != values.Length) return false;
        for (int index = 0; index < values.Length; index++)
        {
            if (others[index].Field != values[index].Field) return false;
            if (others[index].Kind == JsonValueKind.Fixed && HashOf(others[index], other) != values[index].Hash) return false;
        }
        return true;
    }

    private static ulong HashOf(JsonValueSpan value, ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text[value.Start..value.End]);

    private bool MakesHole(int index, ulong hash) => values[index].IsHole || (FitCount < SteadyTextsMin && values[index].Hash != hash);

    /// <param name="Field">What is read there.</param>
    /// <param name="TextStart">Where the text before the hole begins.</param>
    /// <param name="TextBytes">How long it is.</param>
    public readonly record struct Step(int Field, int TextStart, int TextBytes);

    /// <param name="Field">Whose value it is.</param>
    /// <param name="IsHole">The value differs from text to text.</param>
    /// <param name="Hash">Of the value that all texts have, to see when it changes.</param>
    public readonly record struct Value(int Field, bool IsHole, ulong Hash);
}
