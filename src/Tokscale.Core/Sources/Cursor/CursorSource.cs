using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Cursor: usage exports of its web site, kept in our own folder, one file an account. See FORMAT.md.</summary>
public sealed class CursorSource : UsageSource
{
    /// <summary>The end of files with the dashboard's events, of another tool's sync.</summary>
    private const string EventsEnd = ".json";

    public override string Id => "cursor";

    public override string Name => "Cursor";

    public override IRecount Recount { get; } = new CursorRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Tokscale, CursorExport.Folder),
        // Exports that were made before settings moved to %APPDATA%.
        new(RootPlace.Home, ".config/tokscale/cursor-cache", RootSystems.Windows),
        new(RootPlace.Home, ".tokscale/cursor-cache"),
        new(RootPlace.Home, ".token-tracker/cursor-cache"),
    ];

    public override UsageExport? Export => CursorExport.Export;

    /// <summary>
    /// Events have no id: rows carry their place among equal rows, so two caches of one export meet one to one. The copy that has a cost counts.
    /// </summary>
    public override DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.StartsWith("usage.", StringComparison.Ordinal)
        && (relativePath.EndsWith(".csv", StringComparison.Ordinal) || relativePath.EndsWith(EventsEnd, StringComparison.Ordinal))
        && !relativePath.Contains('/');

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name.EndsWith(EventsEnd, StringComparison.Ordinal)) new CursorEventsParser(file, sink).Read(reader.ReadDocument(file));
        else new CursorParser(file, sink).Read(reader.ReadTable(file));
    }
}
