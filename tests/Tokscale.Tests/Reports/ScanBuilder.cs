using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Tests.Reports;

/// <summary>Makes the result of a scan without files.</summary>
internal sealed class ScanBuilder
{
    private readonly NameTable _names = new();
    private readonly List<(NamedSource Source, List<UsageEvent> Events, List<Problem> Problems)> _sources = [];

    public ScanBuilder Source(string id, bool billsByLoggedCost = false)
    {
        _sources.Add((new NamedSource(id, billsByLoggedCost), [], []));
        return this;
    }

    /// <summary>Adds a call to the source named last.</summary>
    public ScanBuilder Call(
        string time, string model = "claude-opus-4-5", long input = 0, long output = 0, long cacheRead = 0, long cacheWrite = 0,
        string provider = "anthropic", string? session = "s1", string? project = "/work/app", string? agent = null,
        decimal? logged = null, int durationMs = 0, bool isEstimated = false, PriceClass priceClass = default)
    {
        _sources[^1].Events.Add(new UsageEvent
        {
            TimestampMs = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            Tokens = new TokenCounts(input, output, cacheRead, cacheWrite, 0, 0),
            Model = _names.Add(model),
            Provider = _names.Add(provider),
            Session = _names.Add(session),
            Project = _names.Add(project),
            Agent = _names.Add(agent),
            Class = priceClass,
            Messages = 1,
            DurationMs = durationMs,
            IsEstimated = isEstimated,
            LoggedCostUsd = logged,
        });
        return this;
    }

    public ScanBuilder Problem(string path, ProblemKind kind, int count = 1, long? line = null, string? detail = null)
    {
        _sources[^1].Problems.Add(new Problem(path, kind, count, line, detail));
        return this;
    }

    public ScanResult Build() => new(_names,
    [
        .. _sources.Select(source => new SourceScan(
            source.Source, [new ProbedRoot("/home/u/." + source.Source.Id, Exists: true)], 1, 1000, source.Events, 0, source.Problems)),
    ]);

    private sealed class NamedSource(string id, bool billsByLoggedCost) : UsageSource
    {
        public override string Id => id;

        public override string Name => id;

        public override IReadOnlyList<SourceRoot> Roots => [];

        public override bool BillsByLoggedCost => billsByLoggedCost;

        public override bool IsLog(ReadOnlySpan<char> relativePath) => false;

        public override void Read(SourceFile file, FileReader reader, UsageSink sink)
        {
        }
    }
}
