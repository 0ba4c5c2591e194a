using System.IO.Hashing;
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
    /// <summary>As a state: the result of the scan must not be remembered.</summary>
    public const long UncertainState = -1;

    private readonly string? _path;
    private readonly NameTable _names;
    private readonly long _state;
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
        _state = LogState.IsCertain(status, startedNs) ? StateOf(status) : UncertainState;
        _join = new Lazy<ArchiveJoin?>(() => Try(Open));
    }

    /// <summary>What was wrong with the archive; null when all is well.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>
    /// Identifies what the archive may add to a source: 0 is nothing, and scans with the same state and the same logs have the
    /// same result, unless it is <see cref="UncertainState"/>. Safe to use from several threads.
    /// </summary>
    public long StateFor(IUsageSource source, FoundFiles found)
    {
        if (_path is null) return 0;
        if (_join.Value is not { } join) return UncertainState;
        return join.MayAddTo(source, found) ? _state : 0;
    }

    /// <summary>The files to count, by path: those of the logs, and what only the archive still has.</summary>
    public (IReadOnlyList<FileUsage> Counted, long State) Join(IUsageSource source, FoundFiles found, IReadOnlyList<FileUsage> live)
    {
        if (_path is null) return (live, 0);
        if (_join.Value is not { } join || Try(() => join.Files(source, live)) is not { } counted) return (live, UncertainState);
        return (counted, counted == live && !join.MayAddTo(source, found) ? 0 : _state);
    }

    public void Dispose() => _archive?.Dispose();

    private static long StateOf(in FileStatus status)
    {
        var hash = new XxHash3();
        LogState.Append(hash, status);
        // Without its sign, it is never the uncertain state.
        return LogState.Result(hash) & long.MaxValue;
    }

    private ArchiveJoin? Open() => (_archive = ArchiveDatabase.TryOpen(_path!)) is { } archive ? new ArchiveJoin(archive, _names) : null;

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
