using System.IO.Hashing;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Fuzz;

/// <summary>A fixture of which one file is damaged, and what scans say of it.</summary>
internal sealed class DamagedHome : IDisposable
{
    private readonly Fixture _fixture;
    private readonly TemporaryFolder _cache = new();
    private readonly ScanRequest _request;

    private DamagedHome(string name, Fixture fixture)
    {
        (Name, _fixture) = (name, fixture);
        _request = new ScanRequest(HomeDirectory.At(fixture.Home), [SourceRegistry.Find(fixture.Source)!]);
    }

    public string Name { get; }

    /// <param name="name">The fixture.</param>
    /// <param name="round">Tells the mutants of a fixture apart.</param>
    public static DamagedHome Lay(string name, int round)
    {
        Fixture fixture = FuzzSettings.Folder is { } folder ? Fixture.Lay(name, Path.Join(folder, "home", name)) : Fixture.Lay(name);
        var random = new Random(HashCode(name, round));
        string[] files = [.. Directory.GetFiles(fixture.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => new FileInfo(file).Length > 0).Order(StringComparer.Ordinal)];
        string file = files[random.Next(files.Length)];
        var mutator = new Mutator(random.Next(), damagesStructure: true);
        byte[] content = File.ReadAllBytes(file);
        for (int count = random.Next(1, 4); count > 0; count--) content = mutator.Mutate(content);
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, Fixture.FileTime);
        return new DamagedHome(name, fixture);
    }

    /// <summary>All that a scan says: of one thread, read in blocks of a size.</summary>
    public string ReadInBlocks(int blockBytes) => Describe(_request with { BlockBytes = blockBytes, WorkerCount = 1 });

    /// <summary>All that a scan says in which another thread finds the lines of every log, read in blocks of a size.</summary>
    public string ReadAhead(int blockBytes) => Describe(_request with { BlockBytes = blockBytes, AheadBytes = 0 });

    /// <summary>All that a scan with several threads says.</summary>
    public string Read() => Describe(_request with { WorkerCount = 4 });

    /// <summary>All that a scan says that remembers, and uses what an earlier one remembered.</summary>
    public string ReadWithCache() => Describe(_request with { CacheFolder = _cache.Path });

    public void Dispose()
    {
        _fixture.Dispose();
        _cache.Dispose();
    }

    private static string Describe(ScanRequest request)
    {
        string text = string.Join('\n', ScanText.Of(UsageScan.Run(request)));
        Assert.DoesNotContain(UsageScan.FailedReader, text);
        return text;
    }

    private static int HashCode(string name, int round) =>
        (int)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{name} {round} {FuzzSettings.Seed}"));
}
