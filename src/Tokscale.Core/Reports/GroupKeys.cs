namespace Tokscale.Core.Reports;

/// <summary>The words for <see cref="GroupKey"/>.</summary>
public static class GroupKeys
{
    /// <summary>The words of options and JSON, in the order of the enum.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["client", "provider", "model", "model-id", "project", "session", "agent", "day", "week", "month", "hour"];

    /// <summary>The word for a key.</summary>
    public static string NameOf(GroupKey key) => Names[(int)key];

    /// <summary>True for keys that are periods of time.</summary>
    public static bool IsPeriod(this GroupKey key) => key >= GroupKey.Day;

    /// <summary>Reads a comma-separated list; the order is the order of nesting.</summary>
    /// <exception cref="UserError">A word is unknown, missing or given twice.</exception>
    public static IReadOnlyList<GroupKey> Parse(string option, string list)
    {
        var keys = new List<GroupKey>();
        foreach (string word in list.Split(',', StringSplitOptions.TrimEntries))
        {
            GroupKey key = Parse(word) ?? throw UserError.InOption(
                $"{option} does not know '{word}'; it takes a list of {string.Join(", ", Names)}.");
            if (keys.Contains(key)) throw UserError.InOption($"{option} has '{word}' twice; name every key once.");
            keys.Add(key);
        }
        return keys;
    }

    private static GroupKey? Parse(string word)
    {
        // The word of tokscale 4 for a project.
        if (word.Equals("workspace", StringComparison.OrdinalIgnoreCase)) return GroupKey.Project;
        for (int index = 0; index < Names.Count; index++)
            if (word.Equals(Names[index], StringComparison.OrdinalIgnoreCase)) return (GroupKey)index;
        return null;
    }
}
