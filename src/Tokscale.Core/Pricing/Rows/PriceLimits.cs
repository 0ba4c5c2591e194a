using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>How much of a fetched or cached document is looked at. Real ones are far below each limit.</summary>
internal static class PriceLimits
{
    /// <summary>Bytes of a document that comes as it is; the largest real one has 1.4 MB, 75 KB compressed.</summary>
    public const int WireBytesMax = 16 << 20;

    /// <summary>Bytes after decompression, and bytes of a cache file.</summary>
    public const int DocumentBytesMax = 64 << 20;

    /// <summary>Rows of a list; the longest real one has 5,300.</summary>
    public const int RowsMax = 100_000;

    /// <summary>How documents are parsed: no real one nests deeper than eight levels.</summary>
    public static JsonReaderOptions Json { get; } = new() { MaxDepth = 32, CommentHandling = JsonCommentHandling.Disallow };
}
