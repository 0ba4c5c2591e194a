using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>What a session used in all, from logs that keep only sums. Ids that were not set are not known.</summary>
public struct SessionTotals
{
    public NameId Session, Model, Provider, Project;

    /// <summary>When the session was used last: its sum belongs there.</summary>
    public long? TimestampMs;

    public TokenCounts Tokens;

    /// <summary>Null: the log has none.</summary>
    public decimal? CostUsd;

    /// <summary>The log does not tell the classes of tokens apart.</summary>
    public bool IsEstimated;

    /// <summary>Meaning is the source's own.</summary>
    public int Flags;

    /// <summary>
    /// Adds the session as one event. Of several files of one session <see cref="WholeFileRule"/> takes the one with more tokens.
    /// </summary>
    public readonly void AddTo(UsageSink sink, SourceFile file)
    {
        NameId session = Session.IsKnown ? Session : sink.Name(file.Stem);
        sink.Usage.Session = session;
        bool isAdded = sink.Add(new UsageRow
        {
            Rank = Tokens.Total,
            Flags = Flags,
            Event = new UsageEvent
            {
                TimestampMs = TimestampMs ?? file.ModifiedMs,
                Tokens = Tokens,
                Model = sink.ModelOrUnknown(Model),
                Provider = Provider.IsKnown ? Provider : ModelProvider.Of(Model, sink),
                Session = session,
                Project = Project,
                LoggedCostUsd = CostUsd,
                IsEstimated = IsEstimated,
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
        if (isAdded && TimestampMs is null) sink.Report(ProblemKind.Undated);
    }
}
