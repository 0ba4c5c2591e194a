using System.Diagnostics;
using System.Globalization;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Cli.Sample;
using Tokscale.Core.Accounts;
using Tokscale.Core.Files;
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
    /// <param name="fetchesPrices">False: nothing is priced, or the prices at hand will do.</param>
    /// <exception cref="UserError">An option is wrong.</exception>
    public ReportRun(CommandContext context, OutputFormat usualFormat = OutputFormat.Table, bool fetchesPrices = true)
    {
        _context = context;
        _name = NameOf((CliCommand)context.Line.CommandResult.Command);
        Zone = FilterOptions.Zone(context);
        Sources = FilterOptions.Sources(context);
        Writer = new ReportWriter(context, usualFormat);
        _cacheFolder = DataOptions.CacheFolderOf(context);
        Prices = new Prices(context, fetchesPrices);
        // Further places are about the user's own logs, not about another home or the example.
        _isOwnHome = !context.Has(DataOptions.Sample) && context.ValueOf(DataOptions.Home) is null;
        Home = DataOptions.WantsSample(context) ? (_sample = SampleHome.Lay()).Home : DataOptions.HomeOf(context);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> NoRoots { get; } = new Dictionary<string, IReadOnlyList<string>>();

    public HomeDirectory Home { get; }

    public Prices Prices { get; }

    public IReadOnlyList<UsageSource> Sources { get; }

    public ReportZone Zone { get; }

    public ReportWriter Writer { get; }

    public DateOnly Today => Zone.Today(Clock);

    /// <summary>Now; in the example, its last day.</summary>
    public TimeProvider Clock => _sample?.Clock ?? _context.Host.Clock;

    /// <summary>The ids of the sources when not all are read; null for all.</summary>
    public IReadOnlyList<string>? ChosenClients => Sources.Count == SourceRegistry.All.Count ? null : [.. Sources.Select(source => source.Id)];

    public ScanResult Scan() => Scan(Sources);

    /// <summary>Scans other sources than those asked for.</summary>
    public ScanResult Scan(IReadOnlyList<UsageSource> sources) => Read(sources, UsageScan.Run);

    /// <summary>Does something else than a scan with the logs of some sources.</summary>
    public T Read<T>(IReadOnlyList<UsageSource> sources, Func<ScanRequest, T> read)
    {
        var progress = new ScanProgress();
        var request = new ScanRequest(Home, sources)
        {
            CacheFolder = _cacheFolder,
            ArchivePath = DataOptions.ArchivePathOf(_context, Home),
            Progress = progress,
            ExtraRoots = _isOwnHome ? _context.Settings.ExtraRoots : NoRoots,
        };
        using (Spinner.Start(_context.Host, isWanted: !_context.Has(OutputOptions.NoSpinner), () => ProgressText.Of(progress)))
        using (_benchmark.Measure("read logs")) return read(request);
    }

    /// <summary>Makes what needs prices, and makes it again in the rare case that better ones could be had once the models were known.</summary>
    public T Priced<T>(Func<ModelCatalog, T> make)
    {
        T made = make(Prices.Catalog);
        return Prices.AskMakers() ? make(Prices.Catalog) : made;
    }

    /// <summary>The table with what each model was billed at and why, if that is asked for.</summary>
    public ReportTable Explained(ReportTable table, UsageReport report) => table with { Sections = Explain(report.Rows.SelectMany(row => row.Prices)) };

    /// <summary>What each model was billed at and why; nothing unless that is asked for.</summary>
    public IReadOnlyList<ReportSection> Explain(IEnumerable<AppliedPrice> prices) => _context.Has(CostOptions.Explain)
        ? new PriceExplanation(Prices.Table, CostOptions.CurrencyOf(_context), Today).Sections(prices)
        : [];

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
        if (Writer.IsForPeople && report.IsEmpty && NothingMatches(scan) is { } nothing) _context.Host.Say($"{nothing}.");
        if (Writer.IsForPeople && _context.Host.IsErrorTerminal) SayStaleExports();
        ExitCode losses = SayLosses(scan);
        return written is ExitCode.Done ? losses : written;
    }

    /// <summary>What to say of a report without rows: the filters, and that it is not for want of calls. Null when there were none of either.</summary>
    public string? NothingMatches(ScanResult scan)
    {
        long calls = scan.Sources.Sum(source => (long)source.Events.Count);
        string filters = FilterOptions.Given(_context);
        return calls == 0 || filters.Length == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Nothing matches {filters} ({calls:N0} calls were read)");
    }

    /// <summary>What the user has not fetched for long from the services of the sources.</summary>
    public IEnumerable<StaleExport> StaleExports() => _isOwnHome ? StaleExport.Of(Home, Sources, _context.Host.Clock.GetUtcNow()) : [];

    private void SayStaleExports()
    {
        foreach (StaleExport stale in StaleExports())
            _context.Host.Say($"note: the usage of {stale.Source.Name} {stale.State}; '{stale.Remedy}' fetches it.");
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
