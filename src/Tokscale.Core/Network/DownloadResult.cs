namespace Tokscale.Core.Network;

/// <summary>What came of asking for a document.</summary>
internal sealed record DownloadResult
{
    /// <summary>The document; null when there is none or it has not changed.</summary>
    public byte[]? Document { get; init; }

    /// <summary>The server says that the version we know is the newest.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>The server's mark of the version.</summary>
    public string? ETag { get; init; }

    /// <summary>The server's date of the version.</summary>
    public string? LastModified { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>The server's status; 0 when it did not answer.</summary>
    public int Status { get; init; }

    /// <summary>How long the server asks to wait before another attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server answered, but not as it should: nothing that a better connection would change.</summary>
    public bool IsServersFault => Failure is not null && Status != 0;

    public static DownloadResult Failed(string failure, int status = 0) => new() { Failure = failure, Status = status };
}
