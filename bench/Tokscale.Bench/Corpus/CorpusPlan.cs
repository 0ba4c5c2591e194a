namespace Tokscale.Bench.Corpus;

/// <summary>What a corpus is to hold. The same plan gives the same bytes.</summary>
/// <param name="Bytes">Size, met to within one session a source.</param>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Shares">How the bytes are split over sources, by id; only the proportions count.</param>
public sealed record CorpusPlan(long Bytes, ulong Seed, IReadOnlyDictionary<string, double> Shares)
{
    /// <summary>The mix that results are published for.</summary>
    public static IReadOnlyDictionary<string, double> UsualShares { get; } =
        new Dictionary<string, double> { ["claude"] = 0.65, ["codex"] = 0.25, ["gemini"] = 0.1 };

    /// <summary>Sources whose logs can be made.</summary>
    public static IReadOnlyList<string> SourceIds { get; } = ["claude", "codex", "gemini", "opencode"];

    /// <summary>Writes the logs below a folder that stands for a home directory, with their true totals beside them.</summary>
    public CorpusTruth Make(string home)
    {
        Directory.CreateDirectory(home);
        var truth = new CorpusTruth();
        double shareTotal = Shares.Values.Sum();
        foreach ((string source, double share) in Shares.OrderBy(share => share.Key, StringComparer.Ordinal))
        {
            MakerOf(source).Make(home, (long)(Bytes * share / shareTotal), truth);
        }
        truth.Save(home);
        return truth;
    }

    private LogMaker MakerOf(string source)
    {
        var random = new SeededRandom(Seed);
        return source switch
        {
            "claude" => new ClaudeLogMaker(random),
            "codex" => new CodexLogMaker(random),
            "gemini" => new GeminiLogMaker(random),
            "opencode" => new OpenCodeLogMaker(random),
            _ => throw new UsageError($"no logs can be made for '{source}'; known are {string.Join(", ", SourceIds)}"),
        };
    }
}
