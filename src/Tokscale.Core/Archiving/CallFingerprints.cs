using System.IO.Hashing;
using System.Runtime.InteropServices;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>Tells the same call in two files of a source when its key cannot: it has none, or was made from the file's path.</summary>
internal sealed class CallFingerprints
{
    private readonly Dictionary<ulong, int> _timesInFile = [];

    /// <summary>Begins a file. Calls that are equal within one file are different calls.</summary>
    public void StartFile() => _timesInFile.Clear();

    /// <summary>The next row of the file.</summary>
    /// <returns>A hash within one table of names; null for a row that is no usage.</returns>
    public ulong? Next(in UsageRow row)
    {
        ref readonly UsageEvent usage = ref row.Event;
        ref readonly TokenCounts tokens = ref usage.Tokens;
        if (tokens.IsZero && usage.LoggedCostPicoUsd is null && usage.LoggedMicroCredits is null) return null;
        // A cost may be corrected later; it is told apart by only where there are no counts.
        long costPicoUsd = tokens.IsZero ? usage.LoggedCostPicoUsd ?? -1 : 0, microCredits = tokens.IsZero ? usage.LoggedMicroCredits ?? -1 : 0;
        ReadOnlySpan<long> facts =
        [
            usage.TimestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning, costPicoUsd, microCredits,
            (long)usage.Model.Index << 32 | (uint)usage.Session.Index, (long)usage.Agent.Index << 32 | (uint)row.Flags,
        ];
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(facts));
        ref int times = ref CollectionsMarshal.GetValueRefOrAddDefault(_timesInFile, hash, out _);
        return unchecked(hash + (ulong)times++ * OddStep);
    }

    /// <summary>Sets the hashes of equal calls apart; any large odd number does.</summary>
    private const ulong OddStep = 0x9E37_79B9_7F4A_7C15;
}
