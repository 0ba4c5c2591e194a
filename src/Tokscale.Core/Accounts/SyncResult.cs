namespace Tokscale.Core.Accounts;

/// <summary>What came of fetching the export of an account.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Path">Where it is kept.</param>
public sealed record SyncResult(Account Account, string Path)
{
    /// <summary>What the new export holds; null when none came.</summary>
    public ExportSummary? Summary { get; init; }

    /// <summary>Why none came, in words that a sentence can go on with. The old export is as it was.</summary>
    public string? Failure { get; init; }

    /// <summary>The service does not take the token any more.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The old export, kept under this name because it reaches further back; null when the new one replaced it.</summary>
    public string? KeptPath { get; init; }
}
