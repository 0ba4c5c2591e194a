namespace Tokscale.Core.Usage;

/// <summary>Packed calls that can be read without those before them.</summary>
/// <param name="Bytes">As <see cref="EventPacker"/> makes them; no call is cut.</param>
/// <param name="Count">How many calls they are.</param>
internal readonly record struct PackedPiece(ArraySegment<byte> Bytes, int Count);
