namespace Tokscale.Core.Json;

/// <summary>Where a value stands, for a <see cref="JsonStencil"/>.</summary>
/// <param name="Field">What is read there; any number that means something to who reads.</param>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="End">Offset behind its last byte. An object that is read field by field has no bytes of its own.</param>
/// <param name="Kind">What may change.</param>
internal readonly record struct JsonValueSpan(int Field, int Start, int End, JsonValueKind Kind);

/// <summary>How a value behaves from text to text.</summary>
internal enum JsonValueKind : byte
{
    /// <summary>Most texts have the same value there. One that has changed once too often is a hole.</summary>
    Steady,

    /// <summary>The value is read in each text.</summary>
    Hole,

    /// <summary>A text with another value there is a text of another kind.</summary>
    Fixed,
}
