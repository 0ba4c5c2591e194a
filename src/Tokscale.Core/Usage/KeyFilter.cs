namespace Tokscale.Core.Usage;

/// <summary>
/// Tells which keys may stand in more than one row, in a few bytes a row: most calls have no copy, and need not be kept in a
/// dictionary to see that.
/// </summary>
internal sealed class KeyFilter(int rowCount)
{
    /// <summary>Of keys without a copy, one in so many is not told from those that have one.</summary>
    private const int SlotsPerRow = 16;

    private readonly ulong[] _once = new ulong[WordCount(rowCount)];
    private readonly ulong[] _again = new ulong[WordCount(rowCount)];

    /// <summary>Adds the key of a row. 0 is no key.</summary>
    public void Add(UInt128 key)
    {
        if (key == 0) return;
        (uint word, ulong bit) = SlotOf(key);
        _again[word] |= _once[word] & bit;
        _once[word] |= bit;
    }

    /// <summary>False when the key was added once or never, or is none.</summary>
    public bool MayRepeat(UInt128 key)
    {
        (uint word, ulong bit) = SlotOf(key);
        return key != 0 && (_again[word] & bit) != 0;
    }

    private static int WordCount(int rowCount) => (int)((long)rowCount * SlotsPerRow / 64) + 1;

    private (uint Word, ulong Bit) SlotOf(UInt128 key)
    {
        // Keys are hashes: any of their bits are as good as a hash of them.
        ulong bits = (ulong)key;
        return ((uint)((bits >> 32) % (uint)_once.Length), 1UL << (int)(bits & 63));
    }
}
