using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Second reader of rollouts. Each file is read whole into its records; then what it inherited is cut off, repeats and copies
/// within the family are left out, and records of usage take the place of the rows they cover.
/// </summary>
/// <param name="noModel">The model where none is logged.</param>
internal sealed class RolloutRecount(string? noModel) : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => Count(input.Files);

    public IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        List<RecountedRollout> rollouts = [.. OnceEach(files.Select(RecountedRollout.Read))];
        var byId = new Dictionary<string, RecountedRollout>();
        foreach (RecountedRollout rollout in rollouts.Where(rollout => rollout.Owner is not null)) byId.TryAdd(rollout.Owner!, rollout);
        var families = new Dictionary<string, HashSet<string>>();
        var responses = new Dictionary<string, RecountedCall>();
        // Parents are looked at before their children.
        foreach (RecountedRollout rollout in rollouts.OrderBy(rollout => Depth(rollout, byId)))
        {
            string root = Root(rollout, byId);
            if (!families.TryGetValue(root, out HashSet<string>? family)) families[root] = family = [];
            foreach (RecountedCall call in CallsOf(rollout, family, responses)) yield return call;
        }
        foreach (RecountedCall call in responses.Values) yield return call;
    }

    /// <summary>Compression and archiving leave two files for a moment: plain before compressed, live before archived.</summary>
    private static IEnumerable<RecountedRollout> OnceEach(IEnumerable<RecountedRollout> rollouts) => rollouts
        .GroupBy(TwinName)
        .Select(twins => twins.OrderBy(rollout => IsCompressed(rollout.File)).ThenBy(rollout => IsArchived(rollout.File)).First())
        .OrderBy(rollout => Path.GetFileName(rollout.File.Path), StringComparer.Ordinal)
        .ThenBy(rollout => rollout.File.Path, StringComparer.Ordinal);

    /// <summary>Only names that the program made are unique; any other is one of its thread's, or of its folder's where it tells none.</summary>
    private static (string Name, string? Owner) TwinName(RecountedRollout rollout)
    {
        string path = rollout.File.Path, name = Path.GetFileName(path).Replace(".zst", "", StringComparison.OrdinalIgnoreCase);
        return (name, name.StartsWith("rollout-", StringComparison.Ordinal) ? null : rollout.Owner ?? Path.GetDirectoryName(path));
    }

    private static bool IsCompressed(SourceFile file) => file.Path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);

    private static bool IsArchived(SourceFile file) =>
        file.Path.Replace('\\', '/').Contains("/archived_sessions/", StringComparison.Ordinal);

    private static int Depth(RecountedRollout rollout, Dictionary<string, RecountedRollout> byId)
    {
        int depth = 0;
        for (RecountedRollout? at = rollout; at?.Parent is { } parent && depth <= byId.Count; depth++) at = byId.GetValueOrDefault(parent);
        return depth;
    }

    private static string Root(RecountedRollout rollout, Dictionary<string, RecountedRollout> byId)
    {
        string root = rollout.Owner ?? rollout.File.Path;
        RecountedRollout? at = rollout;
        for (int steps = 0; at?.Parent is { } parent && steps <= byId.Count; steps++)
        {
            root = parent;
            at = byId.GetValueOrDefault(parent);
        }
        return root;
    }

    private IEnumerable<RecountedCall> CallsOf(RecountedRollout rollout, HashSet<string> family, Dictionary<string,
        RecountedCall> responses)
    {
        var covering = new List<RolloutNumbers>();
        var known = new HashSet<string>();
        foreach (RolloutEntry entry in rollout.Entries.Where(entry => entry is { IsOwn: true, IsForwarded: false, ResponseKey: not null }))
        {
            if (known.Add(entry.ResponseKey!)) covering.Add(entry.Last!.Value);
        }
        RolloutNumbers baseline = default;
        foreach (RolloutEntry entry in rollout.Entries)
        {
            if (entry.ResponseKey is not null)
            {
                if (entry.IsOwn && !entry.Last!.Value.IsZero) TakeResponse(responses, entry.ResponseKey,
                    rollout.Call(entry, entry.Last.Value, noModel));
                continue;
            }
            RolloutNumbers growth = entry.Total is { } total ? total.Since(baseline) : default;
            baseline = entry.Total ?? baseline;
            RolloutNumbers used = entry.Last ?? growth;
            // The thread's other files and its ancestors' come before.
            if (used.IsZero || !family.Add(entry.Identity) || !entry.IsOwn) continue;
            if ((entry.Last is { } last && covering.Remove(last)) || covering.Remove(growth)) continue;
            RecountedCall call = rollout.Call(entry, used, noModel);
            if (call.IsUsage) yield return call;
        }
    }

    /// <summary>A response counts once over all files, in the earliest.</summary>
    private static void TakeResponse(Dictionary<string, RecountedCall> responses, string key, RecountedCall call)
    {
        if (!responses.TryGetValue(key, out RecountedCall? other) || call.TimeMs < other.TimeMs) responses[key] = call;
    }
}
