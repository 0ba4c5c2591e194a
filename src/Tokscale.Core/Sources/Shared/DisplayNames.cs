namespace Tokscale.Core.Sources.Shared;

/// <summary>Some programs log a model's name for people instead of its id.</summary>
public static class DisplayNames
{
    /// <summary>The id behind a display name (<c>Claude Sonnet 4.5</c> → <c>claude-sonnet-4-5</c>); what is an id already stays.</summary>
    public static string ToModelId(string name)
    {
        name = name.Trim();
        if (!name.Contains(' ')) return name;
        string[] words = name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string id = string.Join('-', words.Select(word => word.Trim('(', ')')));
        // Only this maker writes versions with a hyphen in ids.
        return id.StartsWith("claude", StringComparison.Ordinal) ? id.Replace('.', '-') : id;
    }
}
