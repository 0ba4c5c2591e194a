using System.Diagnostics;
using System.Globalization;

namespace Tokscale.Bench.Corpus;

/// <summary><c>corpus FOLDER [--mb N] [--seed N] [--split SOURCE=SHARE,…]</c>.</summary>
public static class CorpusCommand
{
    private const double BytesPerMb = 1e6;

    public static int Run(ReadOnlySpan<string> words)
    {
        var arguments = new Arguments(words, ["--mb", "--seed", "--split"]);
        string folder = Path.GetFullPath(arguments.Positional("folder for the corpus"));
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new UsageError($"'{folder}' is not empty: remove it first, or name another folder");
        }
        var plan = new CorpusPlan(
            (long)(arguments.Number("--mb", 100) * BytesPerMb), (ulong)arguments.Number("--seed", 7), SharesOf(arguments.Text("--split")));
        var clock = Stopwatch.StartNew();
        CorpusTruth truth = plan.Make(folder);
        double seconds = clock.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"corpus: {plan.Bytes / BytesPerMb:F0} MB, {truth.MessageCount} billed calls, {seconds:F1} s");
        return 0;
    }

    private static IReadOnlyDictionary<string, double> SharesOf(string? split)
    {
        if (split is null) return CorpusPlan.UsualShares;
        var shares = new Dictionary<string, double>();
        foreach (string part in split.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=');
            bool isValid = pair.Length == 2 && double.TryParse(pair[1], CultureInfo.InvariantCulture, out double share) && share > 0;
            if (!isValid) throw new UsageError($"'--split' wants SOURCE=SHARE,…, such as claude=0.65,codex=0.35, not '{split}'");
            shares[pair[0]] = double.Parse(pair[1], CultureInfo.InvariantCulture);
        }
        return shares;
    }
}
