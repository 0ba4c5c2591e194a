namespace Tokscale.Core.Json;

/// <summary>Where a string stands in its text, for records that outlive the reading. The default is the empty text.</summary>
/// <param name="Start">Offset of its first byte, behind the quote.</param>
/// <param name="Length">Bytes up to the closing quote.</param>
/// <param name="HasEscapes">See <see cref="JsonText.HasEscapes"/>.</param>
public readonly record struct JsonTextPlace(int Start, int Length, bool HasEscapes)
{
    /// <summary>True for the empty string and for the default value.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The string.</summary>
    /// <param name="text">What the place was read from.</param>
    public JsonText In(ReadOnlySpan<byte> text) => new(text.Slice(Start, Length), HasEscapes);
}
