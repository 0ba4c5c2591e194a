using System.Globalization;
using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Compare;

/// <summary>A piece of work that we and perhaps a peer do in turn.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Home">The logs it is done to.</param>
/// <param name="Ours">Us.</param>
/// <param name="Other">Whom we are compared with; null: nobody.</param>
public sealed record Workload(string Title, string Home, Contender Ours, Contender? Other)
{
    private const long BaseBytes = 50_000_000, AppendedBytes = 1_000_000;

    /// <summary>The work of a report, as far as the peers are there.</summary>
    /// <param name="home">A large corpus.</param>
    /// <param name="smallFiles">A corpus of many small files; null: none.</param>
    /// <param name="ours">Our binary.</param>
    /// <param name="wide">Our binary for processors with AVX2; null: not there.</param>
    /// <param name="ccusage">A peer; null: not there.</param>
    /// <param name="rust">A peer; null: not there.</param>
    public static IEnumerable<Workload> All(string home, string? smallFiles, string ours, string? wide, string? ccusage, string? rust)
    {
        string live = Path.Join(home, ".claude/projects/live");
        if (Directory.Exists(live)) Directory.Delete(live, recursive: true); // A run that was stopped may have left it.
        string size = $"{CorpusFacts.Of(home, CorpusTruth.Load(home)).Bytes / 1e6:F0} MB";
        if (ccusage is not null) yield return new($"{size}, no cache", home, Contender.Ours(ours, home), Contender.Ccusage(ccusage));
        if (rust is not null) yield return new($"{size}, no cache", home, Contender.Ours(ours, home), Contender.TokscaleInRust(rust, home));
        if (ccusage is null && rust is null) yield return new($"{size}, no cache", home, Contender.Ours(ours, home), null);
        if (wide is not null)
            yield return new($"{size}, no cache", home, Contender.Ours(ours, home), Contender.Ours(wide, home) with { Name = "tokscale (this), with AVX2" });
        yield return new($"{size}, first run", home, Contender.First(ours, home), rust is null ? null : Contender.TokscaleInRust(rust, home));
        yield return new(
            $"{size}, unchanged since the last run", home, Contender.Warm(ours, home), rust is null ? null : Contender.WarmTokscaleInRust(rust, home));
        yield return Appended(home, ours);
        if (smallFiles is not null)
            yield return new(
                "20,000 small files, no cache", smallFiles, Contender.Ours(ours, smallFiles), rust is null ? null : Contender.TokscaleInRust(rust, smallFiles));
        yield return new("prompt, nothing changed", home, Contender.Statusline(ours, home), null);
        Directory.CreateDirectory(live);
        void AddLiveCall(string _) => AddCall(Path.Join(live, "live.jsonl"));
        yield return new("prompt, a session is being written", home, Contender.Statusline(ours, home) with { Prepare = AddLiveCall }, null);
        Directory.Delete(live, recursive: true);
        yield return new("start", home, Contender.VersionOf(ours), null);
    }

    /// <summary>A call of now, as an agent logs it.</summary>
    private static void AddCall(string log)
    {
        string id = Guid.NewGuid().ToString("N"), time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string message = $$$"""
            {"id":"msg_{{{id}}}","type":"message","role":"assistant","model":"claude-sonnet-4-5","usage":{"input_tokens":10,"output_tokens":20}}
            """;
        File.AppendAllText(log, $$$"""
            {"sessionId":"live","cwd":"/work/app","type":"assistant","timestamp":"{{{time}}}","requestId":"req_{{{id}}}","message":{{{message}}}}

            """);
    }

    /// <summary>1 MB more in a log of 50 MB, against our own reading of all of it.</summary>
    private static Workload Appended(string corpus, string ours)
    {
        string home = corpus + "-one-file";
        string log = Path.Join(home, ".claude/projects/one/session.jsonl");
        if (!File.Exists(log)) LayOneLog(corpus, log);
        string more = log + ".more";
        void Append(string _)
        {
            using FileStream file = new(log, FileMode.Open, FileAccess.Write);
            file.SetLength(BaseBytes);
            file.Position = BaseBytes;
            file.Write(File.ReadAllBytes(more));
        }
        using (FileStream file = new(log, FileMode.Open, FileAccess.Write)) file.SetLength(BaseBytes);
        Contender.RemoveCaches(home);
        Thread.Sleep(2500); // Times younger than two seconds are not trusted.
        Contender grown = Contender.Warm(ours, home) with { Name = "tokscale (this), 1 MB appended" };
        grown.Run(home, out byte[] _);
        // Reads without a cache, and leaves the other's where it is.
        Contender whole = Contender.Ours(ours, home) with { Name = "tokscale (this), read whole", Prepare = static _ => { } };
        return new Workload("one log of 50 MB", home, grown with { Prepare = Append }, whole);
    }

    private static void LayOneLog(string corpus, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        byte[] text = [.. Directory.GetFiles(Path.Join(corpus, ".claude"), "*.jsonl", all).Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllBytes).Take((int)(BaseBytes + AppendedBytes))];
        // Ends with a line, so that what follows begins with one.
        int end = text.AsSpan(0, (int)BaseBytes).LastIndexOf((byte)'\n') + 1;
        byte[] start = [.. text.AsSpan(0, end), .. Enumerable.Repeat((byte)'\n', (int)BaseBytes - end)];
        File.WriteAllBytes(log, start);
        File.WriteAllBytes(log + ".more", text.AsSpan(end, (int)AppendedBytes));
    }
}
