using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

/// <summary>What every source in the registry promises, whoever wrote it.</summary>
public class SourceContractTests
{
    private const int MutantsPerFixture = 1000;

    public static TheoryData<string> SourceIds() => new(SourceRegistry.All.Select(source => source.Id));

    public static TheoryData<string> FixtureNames() => new(Fixture.Names());

    [Fact]
    public void Ids_are_unique_and_lower_case()
    {
        Assert.Distinct(SourceRegistry.All.Select(source => source.Id));
        Assert.All(SourceRegistry.All, source => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", source.Id));
    }

    [Theory, MemberData(nameof(SourceIds))]
    public void A_source_has_roots_on_every_system(string id)
    {
        UsageSource source = SourceRegistry.Find(id)!;
        if (source.Gateway is not null && source.Roots.Count == 0) return; // Others log its calls.
        foreach (RootSystems system in (RootSystems[])[RootSystems.Linux, RootSystems.MacOS, RootSystems.Windows])
        {
            Assert.Contains(source.Roots, root => root.Systems.HasFlag(system));
        }
    }

    [Theory, MemberData(nameof(SourceIds))]
    public void A_source_has_a_fixture_and_describes_its_format(string id)
    {
        Assert.Contains(Fixture.Names(), name => name.StartsWith(id + "/", StringComparison.Ordinal));
        string folder = SourceRegistry.Find(id)!.GetType().Namespace!.Split('.')[^1];
        Assert.True(File.Exists(Path.Join(Fixture.RepositoryFolder(), "src", "Tokscale.Core", "Sources", folder, "FORMAT.md")), folder + "/FORMAT.md");
    }

    [Theory, MemberData(nameof(SourceIds))]
    public void Empty_and_foreign_files_in_a_root_give_nothing_and_harm_nothing(string id)
    {
        UsageSource source = SourceRegistry.Find(id)!;
        string fixtureName = Fixture.Names().First(name => name.StartsWith(id + "/", StringComparison.Ordinal));
        using Fixture fixture = Fixture.Lay(fixtureName);
        SourceFile[] files = FilesOf(source, fixture.Home);
        byte[][] contents = [[], "\n"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "null"u8.ToArray(), "\"text\""u8.ToArray(), "5"u8.ToArray(), "<!doctype html><html></html>"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]];
        foreach (byte[] content in contents)
        {
            foreach (SourceFile file in files) File.WriteAllBytes(file.Path, content);
            Assert.Empty(Scan(source, fixture.Home).Events);
        }
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void A_source_survives_damaged_logs(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        UsageSource source = SourceRegistry.Find(fixture.Source)!;
        SourceFile[] files = FilesOf(source, fixture.Home);
        using var reader = new FileReader();
        var mutator = new Mutator(seed: 20260501);
        int mutantsPerFile = MutantsPerFixture / files.Length;
        foreach (SourceFile file in files)
        {
            byte[] original = File.ReadAllBytes(file.Path);
            for (int round = 0; round < mutantsPerFile; round++)
            {
                File.WriteAllBytes(file.Path, mutator.Mutate(original));
                UsageEvent? unsound = Read(file, reader).Cast<UsageEvent?>().FirstOrDefault(usage => !IsSound(usage!.Value));
                Assert.True(unsound is null, $"mutant {round} of {file.RelativePath} in {name}: {unsound}");
            }
            File.WriteAllBytes(file.Path, original);
        }
    }

    /// <summary>The logs of a source; of a gateway the logs of all agents.</summary>
    private static SourceFile[] FilesOf(UsageSource source, string home)
    {
        IEnumerable<UsageSource> logging = source.Gateway is null ? [source] : SourceRegistry.All;
        return [.. logging.SelectMany(agent => FileFinder.Find(agent, HomeDirectory.At(home), []).Files)];
    }

    private static PackedEvents Read(SourceFile file, FileReader reader)
    {
        var usage = new FileUsage(file);
        file.Source.Read(file, reader, new UsageSink(new NameTable(), usage));
        var events = new EventPacker();
        file.Source.Duplicates.Resolve([usage], events);
        return events.Packed;
    }

    private static bool IsSound(UsageEvent usage) =>
        usage.Tokens is { Input: >= 0, Output: >= 0, CacheRead: >= 0, CacheWrite: >= 0, CacheWrite1h: >= 0, CacheWrite5m: >= 0, Reasoning: >= 0 }
        && usage.LoggedCostUsd is null or >= 0
        && usage.TimestampMs is > 0 and < 253_402_300_800_000;

    private static SourceScan Scan(UsageSource source, string home) =>
        UsageScan.Run(new ScanRequest(HomeDirectory.At(home), [source]) { WorkerCount = 1 }).Sources[0];
}
