using System.Globalization;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Tests;

/// <summary>The scan of one source over a fixture or over files written for the test.</summary>
public sealed class FixtureScan : IDisposable
{
    private readonly IDisposable _home;
    private readonly ScanResult _result;

    private FixtureScan(IDisposable owner, string home, string source, IReadOnlyDictionary<string, string>? variables)
    {
        _home = owner;
        _result = UsageScan.Run(new ScanRequest(HomeDirectory.At(home, variables), [SourceRegistry.Find(source)!]));
    }

    public SourceScan Source => _result.Sources[0];

    public IReadOnlyList<UsageEvent> Events => Source.Events;

    /// <summary>A fixture by <c>SOURCE/BEHAVIOUR</c>.</summary>
    public static FixtureScan Of(string fixtureName)
    {
        Fixture fixture = Fixture.Lay(fixtureName);
        return new FixtureScan(fixture, fixture.Home, fixture.Source, null);
    }

    /// <summary>A home with just these files, all of <see cref="Fixture.FileTime"/>.</summary>
    public static FixtureScan OfFiles(string source, params (string Path, string Text)[] files) => OfFiles(source, null, files);

    /// <param name="source">Id of the source to scan.</param>
    /// <param name="variables">The environment; <c>{HOME}</c> in a value becomes the home's path.</param>
    /// <param name="files">Paths below the home and their text.</param>
    public static FixtureScan OfFiles(string source, IReadOnlyDictionary<string, string>? variables, params (string Path, string Text)[] files) =>
        OfHome(source, home => Array.ForEach(files, file => home.Write(file.Path, file.Text)), variables);

    /// <summary>A home that the test lays out itself, such as one with databases.</summary>
    public static FixtureScan OfHome(string source, Action<TemporaryFolder> lay, IReadOnlyDictionary<string, string>? variables = null)
    {
        var home = new TemporaryFolder();
        lay(home);
        foreach (string file in Directory.GetFiles(home.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            File.SetLastWriteTimeUtc(file, Fixture.FileTime);
        }
        var values = variables?.ToDictionary(pair => pair.Key, pair => pair.Value.Replace("{HOME}", home.Path));
        return new FixtureScan(home, home.Path, source, values);
    }

    public string? Name(NameId id) => _result.Names[id];

    public static string Time(UsageEvent usage) =>
        DateTimeOffset.FromUnixTimeMilliseconds(usage.TimestampMs).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public void Dispose() => _home.Dispose();
}
