using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Trae: the account's usage as another tool's sync saved it, since the editor keeps none, and rollouts of the CLI. See FORMAT.md.</summary>
public sealed class TraeSource : IUsageSource
{
    private static readonly RolloutProgram s_cli = new("Trae CLI", UnnamedModel: "unknown", Provider: "trae");

    public string Id => "trae";

    public string Name => "Trae";

    public IRecount Recount { get; } = new TraeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Tokscale, "trae-cache/sessions"),
        new(RootPlace.Home, ".trae/cli/sessions"),
        new(RootPlace.Home, ".trae/cli/archived_sessions"),
    ];

    public bool BillsByLoggedCost => true;

    public DuplicateRule Duplicates { get; } = new TraeDuplicateRule();

    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || RolloutFile.IsLog(relativePath);

    /// <summary>What tools gave back lies beside a rollout.</summary>
    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.EndsWith(".artifacts", StringComparison.Ordinal);

    /// <summary>Where variables have the CLI write; what it wrote before they were set stays where it is.</summary>
    public IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string? cli = home.Variable("TRAECLI_HOME") ?? (home.Variable("TRAE_HOME") is { } folder ? Path.Join(folder.Trim(), "cli") : null);
        if (cli is null) yield break;
        string path = home.Expand(cli.Trim());
        yield return Path.Join(path, "sessions");
        yield return Path.Join(path, "archived_sessions");
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (RolloutFile.IsLog(file.Path)) RolloutReader.Read(file, reader, sink, s_cli);
        else new TraeParser(file, sink).Read(reader.ReadDocument(file));
    }
}
