using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Recounting;

/// <summary>Two readers that know nothing of each other must agree.</summary>
public class RecountTests
{
    /// <summary>Damage of every kind for every file, and still quick enough to run always.</summary>
    private static readonly int s_mutantsPerFixture =
        int.TryParse(Environment.GetEnvironmentVariable("TOKSCALE_RECOUNT_MUTANTS"), out int count) ? count : 120;

    /// <summary>Calls through a gateway are in the logs of the agents that made them; those have fixtures of their own.</summary>
    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("TOKSCALE_RECOUNT_SEED"), out int seed) ? seed
        : 20260501;

    public static TheoryData<string> FixtureNames() => new(Fixture.Names()
        .Where(name => SourceRegistry.Find(name.Split('/')[0]) is { Recount: not null }
            && !name.EndsWith("/through-an-agent", StringComparison.Ordinal)));

    [Fact]
    public void Only_a_gateway_without_logs_of_its_own_has_no_second_reader() =>
        Assert.Equal(["9router"], SourceRegistry.All.Where(source => source.Recount is null).Select(source => source.Id));

    [Theory, MemberData(nameof(FixtureNames))]
    public void A_recount_of_a_fixture_gives_the_totals_that_were_billed(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ScanRequest request = RequestOf(fixture);
        FoundFiles found = FileFinder.Find(request.Sources[0], request.Home, []);
        ModelTotals[] totals = ModelTotals.Of(request.Sources[0].Recount!.Count(new RecountInput(found.Files, request.Home)));
        Assert.Equal(ModelTotals.Expected(fixture.Expected, totals), totals);
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void A_recount_of_a_fixture_agrees_with_its_scan(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        Assert.Equal("", string.Join("\n", Compare(RequestOf(fixture)).Select(Text)));
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void A_recount_of_damaged_logs_agrees_with_their_scan(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ScanRequest request = RequestOf(fixture);
        string[] files = [.. FileFinder.Find(request.Sources[0], request.Home, []).Files.Select(file => file.Path)];
        var mutator = new Mutator(s_seed);
        var rowMutator = new RowMutator(s_seed);
        var differing = new List<string>();
        foreach (string file in files)
        {
            byte[] original = File.ReadAllBytes(file);
            for (int round = 0; round <= s_mutantsPerFixture / files.Length; round++)
            {
                if (IsDatabase(original)) rowMutator.Mutate(file);
                else File.WriteAllBytes(file, mutator.Mutate(original));
                File.SetLastWriteTimeUtc(file, Fixture.FileTime);
                IReadOnlyList<RecountDifference> differences = Compare(request);
                if (differences.Count > 0)
                {
                    Keep(name, file, round);
                    string place = $"mutant {round} of {Path.GetRelativePath(fixture.Home, file)}";
                    differing.Add($"{place}: {string.Join("; ", differences.Select(Text))}");
                }
                File.WriteAllBytes(file, original);
                File.SetLastWriteTimeUtc(file, Fixture.FileTime);
            }
        }
        Assert.True(differing.Count == 0, string.Join("\n", differing));
    }

    private static bool IsDatabase(byte[] content) => content.AsSpan().StartsWith("SQLite format 3\0"u8);

    private static string Text(RecountDifference difference) =>
        $"{difference.Group.Day:o} {difference.Group.Model} {difference.Group.Session}: "
        + $"{Text(difference.Counted)} against {Text(difference.Recounted)}";

    private static string Text(GroupFigures figures) =>
        $"{figures.Calls} calls, {figures.Messages} messages, {Text(figures.Tokens)}, ${figures.LoggedCostUsd}";

    private static string Text(TokenCounts tokens) =>
        $"{tokens.Input}/{tokens.Output}/{tokens.CacheRead}/{tokens.CacheWrite}({tokens.CacheWrite1h})/{tokens.Reasoning}";

    /// <summary>For a look at what made a difference.</summary>
    private static void Keep(string name, string file, int round)
    {
        if (Environment.GetEnvironmentVariable("TOKSCALE_RECOUNT_KEEP") is not { } folder) return;
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Join(folder, $"{name.Replace('/', '-')}-{Path.GetFileName(file)}-{round}"), overwrite: true);
    }

    private static ScanRequest RequestOf(Fixture fixture) =>
        new(HomeDirectory.At(fixture.Home), [SourceRegistry.Find(fixture.Source)!]) { AssignsGatewayCalls = false, WorkerCount = 1 };

    private static IReadOnlyList<RecountDifference> Compare(ScanRequest request) =>
        [.. UsageRecount.Run(request, UsageScan.Run(request), ReportZone.Utc, default).SelectMany(DifferencesOf)];

    private static IReadOnlyList<RecountDifference> DifferencesOf(SourceRecount source)
    {
        Assert.Null(source.Failure);
        return source.Differences;
    }
}
