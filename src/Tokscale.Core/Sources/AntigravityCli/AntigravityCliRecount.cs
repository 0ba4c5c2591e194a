using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>Second reader of Antigravity's conversations.</summary>
internal sealed class AntigravityCliRecount : IRecount
{
    private const long CountMax = (1L << 53) - 1;

    private static readonly string[] s_routes = ["gemini-default", "auto"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var known = new HashSet<string>();
        return [.. input.Files.Where(file => file.FolderName != ".gemini").SelectMany(file => CallsIn(file, known))];
    }

    private static List<RecountedCall> CallsIn(SourceFile file, HashSet<string> known)
    {
        var calls = new List<RecountedCall>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        WireMessage trajectory = database.Table("trajectory_metadata_blob").Select(row => WireMessage.Of(row.Bytes("data")))
            .FirstOrDefault() ?? WireMessage.Of([]);
        long fallbackMs = TimeOf(trajectory.Message(2)) ?? file.ModifiedMs;
        List<(long? Index, WireMessage Step)> steps = [.. database.Table("steps", "idx")
            .Select(row => (row.CountOrNull("idx"), WireMessage.Of(row.Bytes("metadata"))))
            .Where(step => !step.Item2.IsDamaged)];
        Dictionary<string, long> stepTimes = [];
        foreach ((long? index, WireMessage step) in steps)
        {
            if ((TimeOf(step.Message(1)) ?? TimeOf(step.Message(8))) is not { } timeMs) continue;
            foreach (WireMessage usage in step.Messages(9).Concat(step.Messages(28).Select(retry => retry.Message(2))))
                if (IdOf(usage) is { } id) stepTimes.TryAdd("id " + id, timeMs);
            stepTimes.TryAdd("place " + index, timeMs);
        }
        foreach (RecountRow row in database.Table("gen_metadata", "idx"))
        {
            WireMessage blob = WireMessage.Of(row.Bytes("data")), generation = blob.Message(1);
            if (blob.IsDamaged || generation.IsDamaged) continue;
            string? model = NameOf(generation.Number(3)) ?? Answered(generation.Text(19)) ?? generation.Text(21);
            IEnumerable<WireMessage> usages = generation.Messages(4).Concat(generation.Messages(17).Select(retry => retry.Message(2)));
            foreach (WireMessage usage in usages)
            {
                long timeMs = TimeOf(generation.Message(9).Message(4))
                    ?? (IdOf(usage) is { } id && stepTimes.TryGetValue("id " + id, out long byId) ? (long?)byId : null)
                    ?? (stepTimes.TryGetValue("place " + row.CountOrNull("idx"), out long byPlace) ? byPlace : fallbackMs);
                Add(calls, known, CallOf(file, usage, timeMs, NameOf(usage.Number(1)) ?? model), usage);
            }
        }
        foreach ((_, WireMessage step) in steps)
        {
            long timeMs = TimeOf(step.Message(1)) ?? TimeOf(step.Message(8)) ?? fallbackMs;
            WireMessage facts = step.Message(24);
            string? model = NameOf(facts.Number(1)) ?? Answered(facts.Text(8)) ?? Answered(facts.Text(12));
            foreach (WireMessage usage in step.Messages(9).Concat(step.Messages(28).Select(retry => retry.Message(2))))
                Add(calls, known, CallOf(file, usage, timeMs, NameOf(usage.Number(1)) ?? model), usage);
        }
        return calls;
    }

    private static void Add(List<RecountedCall> calls, HashSet<string> known, RecountedCall call, WireMessage usage)
    {
        if (call.IsUsage && !usage.IsDamaged && (IdOf(usage) is not { } id || known.Add(id))) calls.Add(call);
    }

    private static string? IdOf(WireMessage usage) => usage.Text(11) ?? usage.Text(12) ?? usage.Text(7);

    private static string? NameOf(long? number) => number is > 0 ? NumberedModels.Of(number.Value) : null;

    private static string? Answered(string? name) => name is null || s_routes.Contains(name) ? null : name;

    private static long? TimeOf(WireMessage time) =>
        time.Number(1) is > 0 and var seconds ? RecountTime.Of((double)seconds + (time.Number(2) ?? 0) / 1e9) : null;

    private static RecountedCall CallOf(SourceFile file, WireMessage usage, long timeMs, string? model)
    {
        long Of(int field) => usage.Number(field) is <= CountMax and var count ? count : 0;
        long all = Of(3), thought = Of(9);
        return new()
        {
            File = file.Path,
            TimeMs = timeMs,
            Model = model is null ? null : DisplayNames.ToModelId(model),
            Session = file.Stem,
            Tokens = new TokenCounts(Of(2), all > 0 ? Math.Max(0, all - thought) : Of(10), Of(5), Of(4), 0, thought),
        };
    }
}
