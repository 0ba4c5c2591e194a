using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// The archive's part in a scan. Without an archive, or with one that cannot be read, the logs count alone. It is opened when
/// the first source is asked for.
/// </summary>
internal sealed class ArchiveHistory : IDisposable
{
    /// <summary>As a <see cref="State"/>: what comes of this archive must not be remembered.</summary>
    public const long UncertainState = -1;

    private readonly string? _path;
    private readonly NameTable _names;
    private readonly Lazy<ArchiveJoin?> _join;
    private ArchiveDatabase? _archive;

    /// <param name="path">The archive; null, or a file that does not exist: there is none.</param>
    /// <param name="names">The names of the scan.</param>
    /// <param name="startedNs">When the scan began, UTC nanoseconds since 1970.</param>
    public ArchiveHistory(string? path, NameTable names, long startedNs)
    {
        FileStatus status = path is null ? default : FileStatus.Of(path);
        _path = status.Kind == FileStatus.FileKind.Missing ? null : path;
        _names = names;
        // Without its sign, a hash is never the uncertain state.
        State = _path is null ? 0 : LogState.IsCertain(status, startedNs) ? LogState.OfFile(status) & long.MaxValue : UncertainState;
        _join = new Lazy<ArchiveJoin?>(() => Try(Open));
    }

    /// <summary>What was wrong with the archive; null when all is well.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Identifies the archive as it is: 0 when there is none.</summary>
    public long State { get; }

    /// <summary>False when the archive has nothing but logs that are on disk as they were. Safe to use from several threads.</summary>
    public bool MayAddTo(UsageSource source, FoundFiles found) =>
        _path is not null && (_join.Value is not { } join || Try<object>(() => join.MayAddTo(source, found)) is not false);

    /// <summary>The files to count, by path: those of the logs, and what only the archive still has.</summary>
    /// <returns>The files, whether they are others than those of the logs, and the state with which the result can be remembered.</returns>
    public JoinedFiles Join(UsageSource source, IReadOnlyList<FileUsage> live)
    {
        if (_path is null) return new JoinedFiles(live, HasHistory: false, State);
        if (_join.Value is not { } join || Try(() => join.Files(source, live)) is not { } counted)
            return new JoinedFiles(live, HasHistory: true, UncertainState);
        return new JoinedFiles(counted, counted != live, State);
    }

    public void Dispose() => _archive?.Dispose();

    private ArchiveJoin? Open() => (_archive = ArchiveOpener.TryOpen(_path!)) is { } archive ? new ArchiveJoin(archive, _names) : null;

    private T? Try<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (ArchiveException error)
        {
            Problem = new Problem(_path!, ProblemKind.UnreadableArchive, 1, null, error.Message);
            return null;
        }
    }
}
