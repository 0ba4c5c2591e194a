namespace Tokscale.Core.Accounts;

/// <summary>What a service answered.</summary>
public sealed record ServiceAnswer
{
    /// <summary>What was asked for; null when it did not come.</summary>
    public byte[]? Document { get; init; }

    /// <summary>Why it did not come, in words that a sentence can go on with; null when it did.</summary>
    public string? Failure { get; init; }

    /// <summary>The service does not take the token, or no longer.</summary>
    public bool IsRefused { get; init; }
}
