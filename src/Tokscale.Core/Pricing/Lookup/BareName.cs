namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Takes apart the places that ids and keys carry in front of the model's own name.</summary>
internal static class BareName
{
    // Cross-region inference profiles: us.anthropic.claude-…
    private static readonly HashSet<string> s_regions = new(StringComparer.OrdinalIgnoreCase)
    {
        "us", "eu", "ap", "apac", "jp", "au", "ca", "sa", "global", "us-gov",
    };

    // Makers as hosts spell them in front of a dot: anthropic.claude-…, xai.grok-…
    private static readonly HashSet<string> s_dottedMakers = new(StringComparer.OrdinalIgnoreCase)
    {
        "anthropic", "amazon", "meta", "mistral", "deepseek", "moonshot", "moonshotai", "minimax", "qwen", "zai", "openai",
        "google", "nvidia", "cohere", "ai21", "writer", "xai", "stability", "twelvelabs",
    };

    // What this host writes before the names of all makers.
    private const string HostMark = "databricks-";

    /// <summary>The model's own name: what follows the last slash, without region, maker or host in front.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> id)
    {
        ReadOnlySpan<char> name = id[(id.LastIndexOf('/') + 1)..];
        while (HeadBeforeDot(name) is { Length: > 0 } head && (IsIn(s_regions, head) || IsIn(s_dottedMakers, head)))
            name = name[(head.Length + 1)..];
        return name.StartsWith(HostMark, StringComparison.OrdinalIgnoreCase) ? name[HostMark.Length..] : name;
    }

    /// <summary>True for a name with a maker before a dot, which only hosts of many makers write.</summary>
    public static bool HasDottedMaker(ReadOnlySpan<char> id)
    {
        ReadOnlySpan<char> name = id[(id.LastIndexOf('/') + 1)..];
        ReadOnlySpan<char> head = HeadBeforeDot(name);
        if (IsIn(s_regions, head)) head = HeadBeforeDot(name[(head.Length + 1)..]);
        return IsIn(s_dottedMakers, head);
    }

    /// <summary>
    /// The place a host's key or id is priced for: a region before a dot, or the folders between the host and the name.
    /// Empty for the host's general price.
    /// </summary>
    public static ReadOnlySpan<char> RegionOf(ReadOnlySpan<char> id, ReadOnlySpan<char> hostPrefix)
    {
        if (hostPrefix.Length > 0 && id.StartsWith(hostPrefix, StringComparison.OrdinalIgnoreCase)) id = id[hostPrefix.Length..];
        int slash = id.LastIndexOf('/');
        if (slash >= 0 && !Makers.IsAlias(id[..slash])) return id[..slash];
        ReadOnlySpan<char> head = HeadBeforeDot(id[(slash + 1)..]);
        return IsIn(s_regions, head) ? head : default;
    }

    private static ReadOnlySpan<char> HeadBeforeDot(ReadOnlySpan<char> name)
    {
        int dot = name.IndexOf('.');
        return dot < 0 ? default : name[..dot];
    }

    private static bool IsIn(HashSet<string> set, ReadOnlySpan<char> word) =>
        !word.IsEmpty && set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
