namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>
/// The layout of the embedded price snapshot, shared by its reader and its generator. Little-endian; a varint holds
/// seven bits a byte, lowest first.
/// <code>
/// header    magic u32, offset of prices u32, of providers u32, of cards u32, section count u8, then its offsets u32…
/// prices    count varint, then 8 bytes each: mantissa in the low 56 bits, decimal scale in the high 8
/// providers count varint, then length varint + UTF-8
/// cards     band count varint, multipliers, bands (see <see cref="CardDecoder"/>); equal cards are stored once
/// section   date u32 (yyyymmdd), key count u32, block count u32, block offsets u32 from the section's start, blocks
/// block     16 keys sorted by lower case: shared length varint (0 for the first), rest length varint, rest,
///           provider varint, card offset varint from the start of the cards
/// </code>
/// </summary>
internal static class SnapshotFormat
{
    public const uint Magic = 0x3152_5054; // "TPR1"

    public const int HeaderLength = 17;

    public const int KeysPerBlock = 16;

    /// <summary>The longest key that is stored; the readers of the price lists refuse longer ones.</summary>
    public const int KeyLengthMax = 512;

    public const int MantissaBits = 56;

    /// <summary>The lists in a snapshot, in the order of its sections.</summary>
    public const int LiteLlm = 0, OpenRouter = 1, ModelsDev = 2, Archive = 3, SectionCount = 4;
}
