using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>Devin's desktop program: a log of protocol events a session. See FORMAT.md.</summary>
public sealed class DevinDesktopSource : UsageSource
{
    private const string EventsFolder = "Devin/User/acp-events";

    public override string Id => "devin-desktop";

    public override string Name => "Devin Desktop";

    public override IRecount Recount { get; } = new DevinDesktopRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.AppConfig, EventsFolder)];

    public override DuplicateRule Duplicates { get; } = new DevinDesktopRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.IsEmpty || relativePath.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    /// <summary>The database of the command-line program knows more of the same sessions; without desktop sessions it is not ours.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string events = Path.Join(home.Place(RootPlace.AppConfig), EventsFolder);
        if (FileStatus.Of(events).Kind != FileStatus.FileKind.Folder) return [];
        return [Path.Join(home.Place(OperatingSystem.IsWindows() ? RootPlace.AppConfig : RootPlace.XdgData), "devin/cli/sessions.db")];
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.RelativePath.Length == 0)
        {
            DevinSessions.Read(file, sink);
            return;
        }
        var parser = new DevinDesktopParser(file, sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        parser.AddRows();
    }
}
