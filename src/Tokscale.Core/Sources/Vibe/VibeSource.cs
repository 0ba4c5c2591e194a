using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>Mistral Vibe: a folder a session with its sums in one document. See FORMAT.md.</summary>
public sealed class VibeSource : UsageSource
{
    private const string FolderStart = "session_", FileName = "meta.json", HomeVariable = "VIBE_HOME";

    public override string Id => "vibe";

    public override string Name => "Mistral Vibe";

    public override IRecount Recount { get; } = new VibeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".vibe/logs/session")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, ["logs/session"])];

    public override DuplicateRule Duplicates { get; } = new WholeFileRule(VibeParser.GoesOn);

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        int slash = relativePath.LastIndexOf('/');
        if (slash >= 0) return relativePath[(slash + 1)..].SequenceEqual(FileName);
        return relativePath.StartsWith(FolderStart, StringComparison.Ordinal) && relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The settings may move the sessions.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> moved = home.PathsOf(HomeVariable), own = moved.Count > 0 ? moved : [Path.Join(home.Path, ".vibe")];
        return own.SelectMany(folder => VibeSettings.SessionFolderIn(Path.Join(folder, "config.toml")) is { } sessions
            ? (string[])[home.Expand(sessions)]
            : []);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new VibeParser(file, sink).Read(reader.ReadDocument(file));
}
