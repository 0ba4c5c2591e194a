using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning.Cache;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>
/// The main path: roots → files → rows → billed calls, each once. Files are read by several threads, which share nothing;
/// the result is put together in path order, so it is the same for any number of threads.
/// </summary>
public static class UsageScan
{
    /// <summary>Below this, starting a thread costs more than it saves.</summary>
    private const long BytesPerWorkerMin = 512 << 10;

    /// <summary>To open and close a file takes as long as to read so much.</summary>
    private const long OpeningBytes = 8 << 10;

    /// <summary>A file above this takes long enough to keep a thread busy while the others wait.</summary>
    private const long LargeFileBytes = 256 << 10;

    private const int SmallFilesTogetherMax = 16;

    /// <summary>Less than this is read before another thread is at work.</summary>
    private const long AheadBytesMin = 8 << 20;

    /// <summary>A week: sessions are seldom taken up again later.</summary>
    private const long LiveNs = 7L * 24 * 3600 * 1_000_000_000;

    /// <summary>Below this, starting a thread costs more than it saves.</summary>
    private const int RowsPerWorkerMin = 4096;

    /// <summary>To search as many takes longer than to start a thread.</summary>
    private const int FoldersForAllWorkers = 256;

    /// <summary>How the detail of a file begins whose reader threw what no reader should.</summary>
    internal const string FailedReader = "its reader failed with";

    /// <summary>Finds and reads all logs of the sources asked for, and for gateways those of all others.</summary>
    public static ScanResult Run(ScanRequest request)
    {
        bool hasGateways = request.AssignsGatewayCalls && request.Sources.Any(source => source.Gateway is not null);
        UsageSource[] others = hasGateways ? [.. SourceRegistry.All.Except(request.Sources)] : [];
        if (others.Length == 0) return ReadSources(request);
        ScanResult all = ReadSources(request with { Sources = [.. request.Sources, .. others] });
        return GatewayCalls.Assign(all, request.Sources.Count);
    }

    /// <summary>Finds and reads all logs of the sources asked for, whatever the cache knows of their calls, without the archive.</summary>
    internal static LogScan ReadLogs(ScanRequest request)
    {
        long startedNs = FileStatus.NowNs();
        using ScanCache? cache = OpenCache(request);
        NameTable names = cache?.Names ?? new NameTable();
        FoundFiles[] found = [.. request.Sources.Select(source => Find(source, cache, request))];
        return new LogScan(names, ReadFound(Enumerable.Range(0, found.Length), found, names, cache, request), startedNs);
    }

    private static ScanResult ReadSources(ScanRequest request)
    {
        long startedNs = FileStatus.NowNs();
        using ScanCache? cache = OpenCache(request);
        NameTable names = cache?.Names ?? new NameTable();
        using var history = new ArchiveHistory(request.ArchivePath, names, startedNs);
        var found = new FoundFiles[request.Sources.Count];
        var scans = new SourceScan?[request.Sources.Count];
        Action<int, int, Action<int>> findAll = cache?.FolderCount >= FoldersForAllWorkers ? Workers.ForEach : Workers.ForEachShort;
        findAll(request.WorkerCount, found.Length, index =>
        {
            UsageSource source = request.Sources[index];
            found[index] = Find(source, cache, request);
            scans[index] = cache?.TryRecall(source, found[index], history);
        });
        int[] changed = [.. Enumerable.Range(0, found.Length).Where(index => scans[index] is null)];
        SourceLogs[] logs = ReadFound(changed, found, names, cache, request);
        JoinedFiles[] joined = [.. logs.Select(source => history.Join(source.Source, source.Files))];
        var read = new ReadSource[changed.Length];
        Workers.ForEach(ConcludingWorkers(joined, request), changed.Length, index =>
        {
            SourceScan scan = logs[index].Conclude(joined[index].Files, names, out bool hasFailed);
            scans[changed[index]] = scan;
            read[index] = new ReadSource(
                scan, logs[index].Files, logs[index].Found.Folders, joined[index].HasHistory, joined[index].ArchiveState, hasFailed);
            // Nothing needs the rows any more, unless they are to be remembered.
            if (cache is null) foreach (FileUsage usage in logs[index].Files) usage.ForgetRows();
        });
        return new ScanResult(names, scans!) { CacheFailure = cache?.Save(read, startedNs), ArchiveProblem = history.Problem };
    }

    private static int ConcludingWorkers(JoinedFiles[] sources, ScanRequest request) =>
        sources.Sum(source => source.Files.Sum(file => file.Rows.Length)) < RowsPerWorkerMin ? 1 : request.WorkerCount;

    private static ScanCache? OpenCache(ScanRequest request) =>
        request.CacheFolder is null ? null : ScanCache.Load(request.CacheFolder, request.Home);

    private static FoundFiles Find(UsageSource source, ScanCache? cache, ScanRequest request) =>
        FileFinder.Find(source, request.Home, request.ExtraRootsOf(source), folder => cache?.ListingOf(source, folder), request.WorkerCount);

    /// <summary>Reads what was found of some sources, by their place in the request.</summary>
    private static SourceLogs[] ReadFound(
        IEnumerable<int> sources, FoundFiles[] found, NameTable names, ScanCache? cache, ScanRequest request)
    {
        FileUsage[] usages = ReadAll([.. sources.SelectMany(index => found[index].Files)], names, cache, request);
        int firstFile = 0;
        var logs = new List<SourceLogs>();
        foreach (int index in sources)
        {
            var usagesOfSource = new ArraySegment<FileUsage>(usages, firstFile, found[index].Files.Count);
            logs.Add(new SourceLogs(request.Sources[index], found[index], usagesOfSource));
            firstFile += usagesOfSource.Count;
        }
        return [.. logs];
    }

    private static FileUsage[] ReadAll(SourceFile[] files, NameTable names, ScanCache? cache, ScanRequest request)
    {
        var usages = new FileUsage[files.Length];
        if (files.Length == 0) return usages; // A reader's buffers cost as much as a small log.
        long bytes = files.Sum(file => file.Status.Bytes + OpeningBytes);
        int workerCount = (int)Math.Clamp(bytes / BytesPerWorkerMin, 1, Math.Max(1, request.WorkerCount));
        int[][] pieces = PiecesOf(files, workerCount);
        long? growingSinceNs = cache is null ? null : FileStatus.NowNs() - LiveNs;
        // The threads would have to wait for a file that is more than one thread's share.
        long aheadBytes = request.AheadBytes ?? (workerCount == 1 ? long.MaxValue : Math.Max(AheadBytesMin, bytes / workerCount));
        request.Progress?.Begin(files.Length);
        Workers.Run(workerCount, pieces.Length, next =>
        {
            using var reader = new FileReader(request.BlockBytes) { GrowingSinceNs = growingSinceNs, AheadBytes = aheadBytes };
            var rows = new List<UsageRow>();
            var packer = new RowPacker();
            var nameCache = new NameCache(names);
            for (int piece = next(); piece >= 0; piece = next())
            {
                foreach (int index in pieces[piece])
                {
                    FileUsage usage = ReadFile(new FileUsage(files[index], rows), reader, nameCache, cache);
                    usage.KeepRows(packer);
                    usages[index] = usage;
                    request.Progress?.Finish(usage.File.Status.Bytes);
                }
            }
        });
        return usages;
    }

    /// <summary>
    /// Large files first, the largest first of all: one that comes last would keep one thread busy while the others wait. Small
    /// ones by path, several together: the system finds a file faster when it has just found its neighbour.
    /// </summary>
    private static int[][] PiecesOf(SourceFile[] files, int workerCount)
    {
        ILookup<bool, int> byLarge = Enumerable.Range(0, files.Length).ToLookup(file => files[file].Status.Bytes > LargeFileBytes);
        int[] large = [.. byLarge[true].OrderByDescending(file => files[file].Status.Bytes)];
        int together = Math.Clamp(files.Length / (4 * workerCount), 1, SmallFilesTogetherMax);
        return [.. Array.ConvertAll(large, file => (int[])[file]), .. byLarge[false].Chunk(together)];
    }

    private static FileUsage ReadFile(FileUsage usage, FileReader reader, NameCache names, ScanCache? cache)
    {
        if (cache is not null && cache.TryFill(usage)) return usage;
        var sink = new UsageSink(names, usage);
        try
        {
            usage.File.Source.Read(usage.File, reader, sink);
        }
        catch (FileNotFoundException)
        {
            // Deleted between the search and now: nothing of it is left to count.
        }
        catch (UnauthorizedAccessException)
        {
            sink.Report(ProblemKind.UnreadableFile, detail: "permission denied");
        }
        catch (IOException error)
        {
            sink.Report(ProblemKind.UnreadableFile, detail: error.Message);
        }
        catch (Exception error)
        {
            // A mistake of ours must not cost the report. Rows that nobody completed are worse than none.
            sink.Clear();
            sink.Report(ProblemKind.MalformedFile, detail: $"{FailedReader} {error.GetType().Name}; please report it");
        }
        return usage;
    }
}
