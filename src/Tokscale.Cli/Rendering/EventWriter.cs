using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>Writes usage events, one a line, without holding them.</summary>
internal sealed class EventWriter : IDisposable
{
    private const int BatchRows = 1000;

    private static readonly ReportColumn[] s_columns =
    [
        new("time", "Time", ColumnKind.Instant), new("client", "Client", ColumnKind.Text), new("provider", "Provider", ColumnKind.Text),
        new("model", "Model", ColumnKind.Text), new("modelId", "Model id", ColumnKind.Text), new("sessionId", "Session", ColumnKind.Text),
        new("project", "Project", ColumnKind.Path), new("agent", "Agent", ColumnKind.Text), new("input", "Input", ColumnKind.Count),
        new("output", "Output", ColumnKind.Count), new("cacheRead", "Cache read", ColumnKind.Count), new("cacheWrite", "Cache write", ColumnKind.Count),
        new("cacheWrite1h", "Cache write 1h", ColumnKind.Count), new("reasoning", "Reasoning", ColumnKind.Count), new("total", "Total", ColumnKind.Count),
        new("messageCount", "Messages", ColumnKind.Count), new("webSearches", "Web searches", ColumnKind.Count),
        new("durationMs", "Duration", ColumnKind.Milliseconds), new("cost", "Cost", ColumnKind.Money), new("costSource", "Cost source", ColumnKind.Text),
    ];

    private readonly Stream _output;
    private readonly OutputFormat _format;
    private readonly ReportZone _zone;
    private readonly List<IReadOnlyList<Cell>> _batch = new(BatchRows);
    private bool _hasHead;

    public EventWriter(Stream output, OutputFormat format, ReportZone zone)
    {
        _output = output;
        _format = format;
        _zone = zone;
    }

    public void Write(ScanResult scan, CallPricing pricing, int source, in UsageEvent call)
    {
        _batch.Add(RowOf(scan, pricing, source, call));
        if (_batch.Count == BatchRows) WriteBatch();
    }

    public void Dispose() => WriteBatch();

    private static IReadOnlyList<Cell> RowOf(ScanResult scan, CallPricing pricing, int source, in UsageEvent call)
    {
        NameTable names = scan.Names;
        string? model = names[call.Model];
        decimal? costUsd = pricing.CostOf(source, call);
        string costSource = costUsd is null ? "unpriced" : pricing.UsesLoggedCost(source, call) ? "logged" : "calculated";
        return
        [
            Cell.Of(call.TimestampMs), Cell.Of(scan.Sources[source].Source.Id), Cell.Of(names[call.Provider]),
            Cell.Of(model is null ? null : ModelNames.Readable(model)), Cell.Of(model), Cell.Of(names[call.Session]), Cell.Of(names[call.Project]),
            Cell.Of(names[call.Agent]), Cell.Of(call.Tokens.Input), Cell.Of(call.Tokens.Output), Cell.Of(call.Tokens.CacheRead),
            Cell.Of(call.Tokens.CacheWrite), Cell.Of(call.Tokens.CacheWrite1h), Cell.Of(call.Tokens.Reasoning), Cell.Of(TokenSums.Total(call.Tokens)),
            Cell.Of((long)call.Messages), Cell.Of((long)call.WebSearches), Cell.Of(call.DurationMs == 0 ? null : (long)call.DurationMs),
            Cell.Of(costUsd), Cell.Of(costSource),
        ];
    }

    private void WriteBatch()
    {
        var table = new ReportTable("Calls", s_columns, _batch);
        _output.Write(_format switch
        {
            OutputFormat.Ndjson => new NdjsonRenderer(_zone).Render(table),
            _ => Encoding.UTF8.GetBytes(new DelimitedRenderer(_format is OutputFormat.Csv ? ',' : '\t', _zone).Render(table, hasHead: !_hasHead)),
        });
        _hasHead = true;
        _batch.Clear();
    }
}
