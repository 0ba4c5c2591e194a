using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>The usage of one session by model and task.</summary>
internal sealed class HermesSession
{
    public List<UsageRow> Rows { get; } = [];

    /// <summary>What of it the session's own counters have too: that of the conversation, not that of helpers.</summary>
    public HermesSums InSession { get; set; }

    /// <summary>The row of the model that led the conversation; the others helped.</summary>
    public int IndexOfMostTokens()
    {
        int most = 0;
        for (int index = 1; index < Rows.Count; index++)
        {
            if (Rows[index].Event.Tokens.Total > Rows[most].Event.Tokens.Total) most = index;
        }
        return most;
    }
}
