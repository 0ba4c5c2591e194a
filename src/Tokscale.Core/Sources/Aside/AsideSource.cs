using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Aside;

/// <summary>Aside, a browser with an agent: a folder a session, with a log of its messages. See FORMAT.md.</summary>
public sealed class AsideSource : UsageSource
{
    private const string LogName = "messages.jsonl";

    /// <summary>Parts of the path from the program's folder to a log: <c>u/ACCOUNT/sessions/SESSION/messages.jsonl</c>.</summary>
    private const int PartCount = 5;

    /// <summary>Stands in every answer; inside text the quotes would be escaped.</summary>
    private static readonly LineMarker s_marker = new("\"usage\""u8);

    public override string Id => "aside";

    public override string Name => "Aside";

    public override IRecount Recount { get; } = new AsideRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".aside")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("ASIDE_HOME", [""], Adds: true)];

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith("/" + LogName, StringComparison.Ordinal) && relativePath.Count('/') == PartCount - 1 && IsOnTheWay(relativePath);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => relativeFolder.Count('/') < PartCount - 1 && IsOnTheWay(relativeFolder);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file, s_marker), new AsideParser(file, sink), sink);

    /// <summary>Beside the sessions lie large folders, one of them with the same logs once more.</summary>
    private static bool IsOnTheWay(ReadOnlySpan<char> relativePath)
    {
        int index = 0;
        foreach (Range part in relativePath.Split('/'))
        {
            if (index == 0 && relativePath[part] is not "u" || index == 2 && relativePath[part] is not "sessions") return false;
            index++;
        }
        return true;
    }
}
