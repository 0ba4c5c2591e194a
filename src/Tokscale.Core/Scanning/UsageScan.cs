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

    /// <summary>Deep enough for any reader here, whatever limit the shell sets for the main thread.</summary>
    private const int WorkerStackBytes = 1 << 20;

    /// <summary>Finds and reads all logs of the sources asked for, and for gateways those of all others.</summary>
    public static ScanResult Run(ScanRequest request)
    {
        bool hasGateways = request.AssignsGatewayCalls && request.Sources.Any(source => source.Gateway is not null);
        IUsageSource[] others = hasGateways ? [.. SourceRegistry.All.Except(request.Sources)] : [];
        if (others.Length == 0) return ReadSources(request);
        ScanResult all = ReadSources(request with { Sources = [.. request.Sources, .. others] });
        return GatewayCalls.Assign(all, request.Sources.Count);
    }

    private static ScanResult ReadSources(ScanRequest request)
    {
        long startedNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        ScanCache? cache = request.CacheFolder is null ? null : ScanCache.Load(request.CacheFolder, request.Home);
        NameTable names = cache?.Names ?? new NameTable();
        FoundFiles[] found = [.. request.Sources.Select(source => FileFinder.Find(source, request.Home, request.ExtraRootsOf(source)))];
        SourceFile[] files = [.. found.SelectMany(result => result.Files)];
        FileUsage[] usages = ReadAll(files, names, cache, request);
        var sources = new SourceScan[found.Length];
        int firstFile = 0;
        for (int index = 0; index < found.Length; index++)
        {
            var usagesOfSource = new ArraySegment<FileUsage>(usages, firstFile, found[index].Files.Count);
            sources[index] = Conclude(request.Sources[index], found[index], usagesOfSource);
            firstFile += usagesOfSource.Count;
        }
        return new ScanResult(names, sources) { CacheFailure = cache?.Save(usages, request.Sources, startedNs) };
    }

    private static FileUsage[] ReadAll(SourceFile[] files, NameTable names, ScanCache? cache, ScanRequest request)
    {
        var usages = new FileUsage[files.Length];
        // Largest first: a big file that comes last would keep one thread busy while the others wait.
        int[] order = [.. Enumerable.Range(0, files.Length)];
        Array.Sort(order, (left, right) => files[right].Status.Bytes.CompareTo(files[left].Status.Bytes));
        int next = -1;
        void Work()
        {
            using var reader = new FileReader(request.BlockBytes);
            for (int turn = Interlocked.Increment(ref next); turn < order.Length; turn = Interlocked.Increment(ref next))
            {
                usages[order[turn]] = ReadFile(files[order[turn]], reader, names, cache);
            }
        }
        long bytes = files.Sum(file => file.Status.Bytes);
        int workerCount = (int)Math.Clamp(bytes / BytesPerWorkerMin, 1, Math.Max(1, request.WorkerCount));
        Thread[] helpers = [.. Enumerable.Range(1, workerCount - 1).Select(_ => new Thread(Work, WorkerStackBytes))];
        foreach (Thread helper in helpers) helper.Start();
        Work();
        foreach (Thread helper in helpers) helper.Join();
        return usages;
    }

    private static FileUsage ReadFile(SourceFile file, FileReader reader, NameTable names, ScanCache? cache)
    {
        var usage = new FileUsage(file);
        if (cache is not null && cache.TryFill(usage)) return usage;
        var sink = new UsageSink(names, usage);
        try
        {
            file.Source.Read(file, reader, sink);
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
        return usage;
    }

    private static SourceScan Conclude(IUsageSource source, FoundFiles found, IReadOnlyList<FileUsage> usages)
    {
        var events = new List<UsageEvent>(usages.Sum(usage => usage.Rows.Length));
        int dropped = source.Duplicates.Resolve(usages, events) + usages.Sum(usage => usage.CopiesLeftOut);
        IEnumerable<Problem> problems = found.Problems.Concat(usages.SelectMany(usage => usage.Problems));
        return new SourceScan(
            source,
            found.Roots,
            found.Files.Count,
            found.Files.Sum(file => file.Status.Bytes),
            events,
            dropped,
            [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal)]);
    }
}
