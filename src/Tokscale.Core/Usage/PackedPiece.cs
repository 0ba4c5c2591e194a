namespace Tokscale.Core.Usage;

/// <summary>Packed calls that can be read without those before them, and what is known of them without reading.</summary>
/// <param name="Bytes">As <see cref="EventPacker"/> makes them; no call is cut.</param>
/// <param name="Count">How many calls they are.</param>
/// <param name="Span">From when to when, and of which session.</param>
/// <param name="IsRows">All rows of a file, as <see cref="RowPacker"/> makes them, stand for their calls.</param>
internal readonly record struct PackedPiece(ArraySegment<byte> Bytes, int Count, CallSpan Span, bool IsRows = false);
