using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ClaudeScience;

/// <summary>Claude Science: a database an organisation, with one sum a frame of a conversation. See FORMAT.md.</summary>
public sealed class ClaudeScienceSource : UsageSource
{
    private const string Organisations = "orgs";

    public override string Id => "claude-science";

    public override string Name => "Claude Science";

    public override IRecount Recount { get; } = new ClaudeScienceRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".claude-science")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("CLAUDE_SCIENCE_HOME", [""], Adds: true)];

    public override bool BillsByLoggedCost => true;

    /// <summary>A frame may lie in the database of an earlier place or name too; its sums only grow.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.BestCopy;

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        int folderLength = relativePath.LastIndexOf('/');
        bool isDatabase = relativePath[(folderLength + 1)..] is "operon-cli.db" or "operon.db";
        return isDatabase && (folderLength < 0 || IsOrganisation(relativePath[..folderLength]));
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => relativeFolder is Organisations || IsOrganisation(relativeFolder);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => ClaudeScienceDatabase.Read(file, sink);

    private static bool IsOrganisation(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder.StartsWith(Organisations + "/", StringComparison.Ordinal) && relativeFolder.LastIndexOf('/') == Organisations.Length;
}
