using System.Diagnostics;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>
/// One run of a command that reads logs. All options are understood before the first file is opened, so a mistake in the
/// command line costs no time.
/// </summary>
internal sealed class ReportRun
{
    private readonly CommandContext _context;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly string _name;

    /// <exception cref="UserError">An option is wrong.</exception>
    public ReportRun(CommandContext context)
    {
        _context = context;
        _name = context.Line.CommandResult.Command is { Name: not "tokscale" } command ? command.Name : "models";
        Zone = FilterOptions.Zone(context);
        Sources = FilterOptions.Sources(context);
        Home = DataOptions.HomeOf(context);
        Writer = new ReportWriter(context);
    }

    public HomeDirectory Home { get; }

    public IReadOnlyList<IUsageSource> Sources { get; }

    public ReportZone Zone { get; }

    public ReportWriter Writer { get; }

    public DateOnly Today => Zone.Today(_context.Host.Clock);

    /// <summary>The ids of the sources when not all are read; null for all.</summary>
    public IReadOnlyList<string>? ChosenClients => Sources.Count == SourceRegistry.All.Count ? null : [.. Sources.Select(source => source.Id)];

    public ScanResult Scan() => UsageScan.Run(new ScanRequest(Home, Sources));

    /// <summary>What goes around a report in JSON.</summary>
    public JsonEnvelope Envelope(ScanResult scan) => new(
        _name, Zone, _context.Host.Clock.GetUtcNow(), (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds)
    {
        Diagnostics = ScanDiagnostics.Of(scan),
    };

    /// <summary>Writes the report, then says what it lacks.</summary>
    /// <exception cref="UserError">The report cannot be written.</exception>
    public ExitCode Finish(Presentation report, ScanResult scan)
    {
        ExitCode written = Writer.Write(report, Zone);
        var diagnostics = ScanDiagnostics.Of(scan);
        if (Writer.IsForPeople && scan.Sources.All(source => source.Events.Count == 0))
            _context.Host.Say($"No usage found below {Home.Path}; 'tokscale clients' shows where it was looked for.");
        IEnumerable<string> lines = _context.Has(OutputOptions.Diagnostics)
            ? diagnostics.Problems.Select(ProblemText.Line)
            : ProblemText.Warnings(diagnostics.Problems);
        foreach (string line in lines) _context.Host.Say(line);
        if (written is not ExitCode.Done) return written;
        return _context.Has(OutputOptions.Strict) && diagnostics.HasLosses ? ExitCode.Failed : ExitCode.Done;
    }
}
