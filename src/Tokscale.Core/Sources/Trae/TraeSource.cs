using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Trae: the account's usage as another tool's sync saved it, since the editor keeps none, and rollouts of the CLI. See FORMAT.md.</summary>
public sealed class TraeSource : UsageSource
{
    private static readonly RolloutProgram s_cli = new("Trae CLI", UnnamedModel: "unknown", Provider: "trae");

    public override string Id => "trae";

    public override string Name => "Trae";

    public override IRecount Recount { get; } = new TraeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Tokscale, "trae-cache/sessions"),
        new(RootPlace.Home, ".trae/cli/sessions"),
        new(RootPlace.Home, ".trae/cli/archived_sessions"),
    ];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new TraeDuplicateRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || RolloutFile.IsLog(relativePath);

    /// <summary>What tools gave back lies beside a rollout.</summary>
    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.EndsWith(".artifacts", StringComparison.Ordinal);

    /// <summary>Where variables have the CLI write; what it wrote before they were set stays where it is.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string? cli = home.Variable("TRAECLI_HOME") ?? (home.Variable("TRAE_HOME") is { } folder ? Path.Join(folder.Trim(), "cli") : null);
        if (cli is null) yield break;
        string path = home.Expand(cli.Trim());
        yield return Path.Join(path, "sessions");
        yield return Path.Join(path, "archived_sessions");
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (RolloutFile.IsLog(file.Path)) RolloutReader.Read(file, reader, sink, s_cli);
        else new TraeParser(file, sink).Read(reader.ReadDocument(file));
    }
}
