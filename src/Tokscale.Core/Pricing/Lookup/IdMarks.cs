namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Marks around a model id that belong to the API or the agent, not to the model.</summary>
internal static class IdMarks
{
    /// <summary>The id without them.</summary>
    /// <param name="id">In lower case.</param>
    /// <param name="host">The host that a resource path names; null when there is none.</param>
    public static string Strip(string id, out string? host)
    {
        host = null;
        id = StripCustom(id);
        while (id.EndsWith(']') && id.LastIndexOf('[') is > 0 and int open) id = id[..open].TrimEnd();
        if (id.StartsWith("arn:", StringComparison.Ordinal)) return id[(id.LastIndexOf('/') + 1)..];
        if (id.StartsWith("hf:", StringComparison.Ordinal)) return id[3..];
        if (id.StartsWith("models/", StringComparison.Ordinal)) return id[7..];
        return StripPath(id, ref host);
    }

    // Resource paths: accounts/<host>/models/<name>, [projects/…/]publishers/<maker>/models/<name>.
    private static string StripPath(string id, ref string? host)
    {
        if (id.StartsWith("accounts/", StringComparison.Ordinal) && NameAfter(id, "/models/") is { } model)
        {
            host = id["accounts/".Length..].Split('/')[0];
            return model;
        }
        if (id.StartsWith("accounts/", StringComparison.Ordinal) && NameAfter(id, "/routers/") is { } router)
        {
            host = id["accounts/".Length..].Split('/')[0];
            return router;
        }
        bool isPublished = id.StartsWith("publishers/", StringComparison.Ordinal)
            || (id.StartsWith("projects/", StringComparison.Ordinal) && id.Contains("/publishers/", StringComparison.Ordinal));
        return isPublished && NameAfter(id, "/models/") is { } published ? published : id;
    }

    // "custom:Name-[Vendor]-0": a user's entry in an agent's list of own models.
    private static string StripCustom(string id)
    {
        if (!id.StartsWith("custom:", StringComparison.Ordinal)) return id;
        id = id["custom:".Length..];
        int dash = id.LastIndexOf('-');
        if (dash > 0 && id[dash - 1] == ']' && !id.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9')) id = id[..dash];
        int open = id.LastIndexOf('[');
        return id.EndsWith(']') && open > 0 ? id[..open].TrimEnd('-', ' ') : id;
    }

    private static string? NameAfter(string id, string folder)
    {
        int at = id.IndexOf(folder, StringComparison.Ordinal);
        return at < 0 || at + folder.Length == id.Length ? null : id[(at + folder.Length)..];
    }
}
