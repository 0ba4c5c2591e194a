namespace Tokscale.Bench.Corpus;

/// <summary>
/// Random numbers that are the same for a seed on every machine and framework: only integers and exact arithmetic
/// (xorshift*, seeded through SplitMix64).
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    public SeededRandom(ulong seed)
    {
        ulong mixed = seed + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        _state = Math.Max(1, mixed ^ (mixed >> 31));
    }

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }

    /// <summary>A number from <paramref name="minimum"/> up to, without, <paramref name="end"/>.</summary>
    public long Between(long minimum, long end) => minimum + (long)(Next() % (ulong)(end - minimum));

    /// <summary>True in <paramref name="percent"/> of 100 cases.</summary>
    public bool Chance(int percent) => Between(0, 100) < percent;

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[(int)Between(0, choices.Length)];

    /// <summary>
    /// A size with a long tail, about log-normal (sigma 1.1): half of all are below the median, a few are many times it.
    /// </summary>
    public long HeavyTailed(long median, long maximum)
    {
        const double OctavesPerSigma = 1.1 * 1.4427;
        double sigmas = (Unit() + Unit() + Unit() + Unit() - 2) * 1.7320508; // The sum of four is nearly normal.
        double octaves = sigmas * OctavesPerSigma;
        double whole = Math.Floor(octaves);
        double scaled = median * (1 + octaves - whole); // Straight between powers of two, where a library's exp could differ.
        for (; whole > 0; whole--) scaled *= 2;
        for (; whole < 0; whole++) scaled /= 2;
        return Math.Min(maximum, (long)scaled);
    }

    /// <summary>An id of letters and digits, long enough to be unique.</summary>
    public string Name(int length)
    {
        char[] name = new char[length];
        foreach (ref char letter in name.AsSpan()) letter = Pick<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
        return new string(name);
    }

    private double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
