namespace Tokscale.Core.Recounting;

/// <summary>The usual ways to choose among copies of a call. A null key: the call has none.</summary>
public static class RecountCopies
{
    /// <summary>The first copy counts.</summary>
    public static IEnumerable<RecountedCall> First(IEnumerable<(string? Key, RecountedCall Call)> calls)
    {
        var keys = new HashSet<string>();
        foreach ((string? key, RecountedCall call) in calls)
        {
            if (call.IsUsage && (key is null || keys.Add(key))) yield return call;
        }
    }

    /// <summary>The copy with the most tokens counts whole, among equals the later one.</summary>
    public static IEnumerable<RecountedCall> Largest(IEnumerable<(string? Key, RecountedCall Call)> calls)
    {
        var best = new Dictionary<string, RecountedCall>();
        var single = new List<RecountedCall>();
        foreach ((string? key, RecountedCall call) in calls)
        {
            if (!call.IsUsage) continue;
            if (key is null) single.Add(call);
            else if (!best.TryGetValue(key, out RecountedCall? other) || call.Tokens.Total >= other.Tokens.Total) best[key] = call;
        }
        return single.Concat(best.Values);
    }
}
