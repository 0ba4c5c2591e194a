using System.Diagnostics;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Cli.Sample;
using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>
/// One run of a command that reads logs. All options are understood before the first file is opened, so a mistake in the
/// command line costs no time.
/// </summary>
internal sealed class ReportRun : IDisposable
{
    private readonly CommandContext _context;
    private readonly SampleHome? _sample;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly BenchmarkClock _benchmark = new();
    private readonly string _name;
    private readonly string? _cacheFolder;
    private readonly bool _isOwnHome;

    /// <param name="context">The command line.</param>
    /// <param name="usualFormat">The form of the report when none is asked for.</param>
    /// <exception cref="UserError">An option is wrong.</exception>
    public ReportRun(CommandContext context, OutputFormat usualFormat = OutputFormat.Table)
    {
        _context = context;
        _name = NameOf((CliCommand)context.Line.CommandResult.Command);
        Zone = FilterOptions.Zone(context);
        Sources = FilterOptions.Sources(context);
        Writer = new ReportWriter(context, usualFormat);
        _cacheFolder = DataOptions.CacheFolderOf(context);
        Prices = new Prices(context);
        // Further places are about the user's own logs, not about another home or the example.
        _isOwnHome = !context.Has(DataOptions.Sample) && context.ValueOf(DataOptions.Home) is null;
        Home = DataOptions.WantsSample(context) ? (_sample = SampleHome.Lay()).Home : DataOptions.HomeOf(context);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> NoRoots { get; } = new Dictionary<string, IReadOnlyList<string>>();

    public HomeDirectory Home { get; }

    public Prices Prices { get; }

    public IReadOnlyList<IUsageSource> Sources { get; }

    public ReportZone Zone { get; }

    public ReportWriter Writer { get; }

    public DateOnly Today => Zone.Today(Clock);

    /// <summary>Now; in the example, its last day.</summary>
    public TimeProvider Clock => _sample?.Clock ?? _context.Host.Clock;

    /// <summary>The ids of the sources when not all are read; null for all.</summary>
    public IReadOnlyList<string>? ChosenClients => Sources.Count == SourceRegistry.All.Count ? null : [.. Sources.Select(source => source.Id)];

    public ScanResult Scan() => Scan(Sources);

    /// <summary>Scans other sources than those asked for.</summary>
    public ScanResult Scan(IReadOnlyList<IUsageSource> sources)
    {
        var progress = new ScanProgress();
        using (StartSpinner(() => ProgressText.Of(progress)))
        using (_benchmark.Measure("read logs"))
            return UsageScan.Run(RequestOf(sources) with { Progress = progress });
    }

    /// <summary>Scans each source for itself, then counts once more with the second readers.</summary>
    public (ScanResult Scan, IReadOnlyList<SourceRecount> Sources) Recount(DateRange days)
    {
        ScanRequest request = RequestOf(Sources) with { AssignsGatewayCalls = false };
        string work = "reading logs";
        using (StartSpinner(() => work))
        {
            ScanResult scan;
            using (_benchmark.Measure("read logs")) scan = UsageScan.Run(request);
            using (_benchmark.Measure("count again"))
            {
                var recounts = UsageRecount.Run(request, scan, Zone, days, source => work = $"counting again, slowly: {source.Name}");
                return (scan, recounts);
            }
        }
    }

    public void Dispose()
    {
        Prices.Dispose();
        _sample?.Dispose();
    }

    /// <summary>What goes around a report in JSON.</summary>
    public JsonEnvelope Envelope(ScanResult scan) => new(
        _name, Zone, ToMinute(Clock.GetUtcNow()), (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds)
    {
        Diagnostics = ScanDiagnostics.Of(scan),
    };

    private ScanRequest RequestOf(IReadOnlyList<IUsageSource> sources) =>
        new(Home, sources) { CacheFolder = _cacheFolder, ExtraRoots = _isOwnHome ? _context.Settings.ExtraRoots : NoRoots };

    private Spinner? StartSpinner(Func<string> work) => Spinner.Start(_context.Host, !_context.Has(OutputOptions.NoSpinner), work);

    // A bare tokscale is its usual report.
    private static string NameOf(CliCommand command) => command.Path is { Length: > 0 } path ? path : "models";

    // Nobody needs the second, and two runs on the same logs are the easier to compare.
    private static DateTimeOffset ToMinute(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute, time.Offset);

    /// <summary>Writes the report, then says what it lacks.</summary>
    /// <exception cref="UserError">The report cannot be written.</exception>
    public ExitCode Finish(Presentation report, ScanResult scan)
    {
        ExitCode written;
        using (_benchmark.Measure("write report")) written = Writer.Write(report, Zone);
        if (Writer.IsForPeople && scan.Sources.All(source => source.Events.Count == 0))
            _context.Host.Say($"No usage found below {Home.Path}; 'tokscale clients --all' shows where it was looked for.");
        ExitCode losses = SayLosses(scan);
        return written is ExitCode.Done ? losses : written;
    }

    /// <summary>Says what a report lacks.</summary>
    /// <returns>Failed when something is lacking and the user wants it to matter.</returns>
    public ExitCode SayLosses(ScanResult scan)
    {
        if (_context.Has(OutputOptions.Benchmark))
            foreach (string line in _benchmark.Lines(scan)) _context.Host.Say(line);
        var diagnostics = ScanDiagnostics.Of(scan);
        IEnumerable<string> lines = _context.Has(OutputOptions.Diagnostics)
            ? diagnostics.Problems.Select(ProblemText.Line)
            : ProblemText.Warnings(diagnostics.Problems);
        IEnumerable<string> settings = _context.Has(DataOptions.Sample) ? [] : _context.Settings.Problems;
        foreach (string line in lines.Concat(settings).Concat(Prices.Warnings())) _context.Host.Say(line);
        if (scan.CacheFailure is { } failure)
            _context.Host.Say($"warning: the next run will be slower: the cache could not be saved: {failure}");
        return _context.Has(OutputOptions.Strict) && diagnostics.HasLosses ? ExitCode.Failed : ExitCode.Done;
    }
}
