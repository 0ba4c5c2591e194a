using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>
/// Sums that an agent keeps of whole sessions (<see cref="MessageCopies.SessionSum"/>). They also have requests that left no
/// message, or whose message was deleted: what a sum has beyond the calls of its session is one record.
/// </summary>
internal sealed class SessionSums
{
    private readonly Dictionary<NameId, UsageEvent> _sums = [];

    /// <summary>Takes a sum; of several of one session the largest counts.</summary>
    public void Add(in UsageEvent sum)
    {
        ref UsageEvent known = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, sum.Session, out bool isKnown);
        if (!isKnown || sum.Tokens.Total > known.Tokens.Total) known = sum;
    }

    /// <summary>Appends to the calls, each of which stands there once, what the sums have beyond them.</summary>
    public void AddRest(List<UsageEvent> calls)
    {
        if (_sums.Count == 0) return;
        foreach (ref readonly UsageEvent call in CollectionsMarshal.AsSpan(calls)) Subtract(call);
        foreach (UsageEvent rest in _sums.Values)
            if (!rest.Tokens.IsZero) calls.Add(rest);
    }

    private void Subtract(in UsageEvent call)
    {
        ref UsageEvent rest = ref CollectionsMarshal.GetValueRefOrNullRef(_sums, call.Session);
        if (Unsafe.IsNullRef(ref rest)) return;
        rest.Tokens = rest.Tokens.Beyond(call.Tokens);
        if (rest.LoggedCostUsd is { } costUsd) rest.LoggedCostUsd = Math.Max(0, costUsd - (call.LoggedCostUsd ?? 0));
    }
}
