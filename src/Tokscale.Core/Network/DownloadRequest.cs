namespace Tokscale.Core.Network;

/// <summary>A document that is asked for. Not a record: one would print its headers, secrets too.</summary>
/// <param name="url">Where it is: https, or http on this machine.</param>
internal sealed class DownloadRequest(string url)
{
    public string Url { get; } = url;

    /// <summary>The version that we have already; nulls when we have none.</summary>
    public (string? ETag, string? LastModified) Known { get; init; }

    /// <summary>Further headers, in place of the usual ones of the same name.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Headers that are for this host alone: with them no redirect to another one is followed.</summary>
    public IReadOnlyList<(string Name, string Value)> SecretHeaders { get; init; } = [];
}
