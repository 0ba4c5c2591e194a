using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.QuickDesk;

/// <summary>Quick Desktop: one file of metrics a day and profile. See FORMAT.md.</summary>
public sealed class QuickDeskSource : UsageSource
{
    private const string Home = ".quickwork", HomeVariable = "QUICKWORK_HOME", Metrics = "metrics", ProfileList = "profiles.json";

    public override string Id => "quickdesk";

    public override string Name => "Quick Desktop";

    public override IRecount Recount { get; } = new QuickDeskRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, $"{Home}/{Metrics}"), new(RootPlace.Home, $"{Home}/{ProfileList}")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, [Metrics, ProfileList])];

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath is ProfileList
        || !relativePath.Contains('/') && relativePath.StartsWith("metrics-", StringComparison.Ordinal)
        && relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    /// <summary>Profiles keep their metrics where <c>profiles.json</c> says.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string root = home.PathsOf(HomeVariable).FirstOrDefault() ?? Path.Join(home.Path, Home);
        // Without it there is only the usual place; the list is read as a log too, and reported there.
        List<string> profiles = AgentSettings.Read(Path.Join(root, ProfileList), ProfilesIn) ?? [];
        return profiles.ConvertAll(profile => Path.Join(Path.GetFullPath(profile, root), Metrics));
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name != ProfileList) JsonLines.Read(reader.OpenLines(file), new QuickDeskParser(file, sink), sink);
        else ListedPlaces.Check(reader.ReadDocument(file), sink);
    }

    private static List<string> ProfilesIn(ReadOnlySpan<byte> document)
    {
        List<string> folders = [];
        var json = new JsonCursor(document);
        if (!json.TryBeginObject()) return folders;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("entries"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement())
                {
                    string folder = json.ReadTextIn("data_path"u8).ToString();
                    if (folder.Length > 0 && !folder.Contains('\0')) folders.Add(folder);
                }
            }
        }
        return folders;
    }
}
