using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kilo;

/// <summary>Kilo: one SQLite database of messages. See FORMAT.md.</summary>
public sealed class KiloSource : IUsageSource
{
    private const string DatabaseName = "kilo.db";

    public string Id => "kilo";

    public string Name => "Kilo";

    public IRecount Recount { get; } = new MessageRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "kilo/" + DatabaseName)];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("KILO_DATA_DIR", [DatabaseName, ""])];

    public bool BillsByLoggedCost => true;

    public DuplicateRule Duplicates { get; } = new MessageCopies();

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is not null) new MessageTables(database, KiloMessages.Format, file, sink).Read();
    }
}
