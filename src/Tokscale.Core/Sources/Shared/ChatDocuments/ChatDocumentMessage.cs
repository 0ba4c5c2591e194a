using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>What one message of a chat tells.</summary>
internal struct ChatDocumentMessage
{
    /// <summary>The message is an answer of the main agent or of another one.</summary>
    public bool IsAnswer;

    /// <summary>The user wrote it.</summary>
    public bool IsPrompt;

    /// <summary>Key of its id; 0 when it has none.</summary>
    public UInt128 Id;

    public long? TimestampMs;

    /// <summary>In the agent's own currency; null when not stated.</summary>
    public decimal? Credits;

    /// <summary>Counts of the call; zero when the log has none.</summary>
    public TokenCounts Tokens;

    public NameId Model;

    /// <summary>Characters of its text, for estimates.</summary>
    public long TextLength;
}
