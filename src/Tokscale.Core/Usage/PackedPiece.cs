namespace Tokscale.Core.Usage;

/// <summary>Packed calls that can be read without those before them, and what is known of them without reading.</summary>
/// <param name="Bytes">As <see cref="EventPacker"/> makes them; no call is cut.</param>
/// <param name="Count">How many calls they are.</param>
/// <param name="FirstMs">Time of the earliest, UTC milliseconds since 1970.</param>
/// <param name="LastMs">Time of the latest.</param>
/// <param name="Session">Of all of them; null when they are of several.</param>
internal readonly record struct PackedPiece(ArraySegment<byte> Bytes, int Count, long FirstMs, long LastMs, NameId? Session);
