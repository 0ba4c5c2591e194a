using System.Text;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>What differs between the agents that write transcripts.</summary>
/// <param name="defaultProvider">Who serves models whose name does not tell; null when unknown.</param>
/// <param name="uniqueIdPrefix">
/// Message ids that start so are unique everywhere; others only together with the request. Null: there are no such.
/// </param>
internal sealed class TranscriptFormat(string? defaultProvider, string? uniqueIdPrefix)
{
    private readonly byte[]? _uniqueIdPrefix = uniqueIdPrefix is null ? null : Encoding.UTF8.GetBytes(uniqueIdPrefix);

    public string? DefaultProvider { get; } = defaultProvider;

    public bool IsUniqueId(ReadOnlySpan<byte> messageId) => _uniqueIdPrefix is not null && messageId.StartsWith(_uniqueIdPrefix);
}
