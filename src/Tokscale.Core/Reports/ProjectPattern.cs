namespace Tokscale.Core.Reports;

/// <summary>A project in an option: a path (with everything below it), a pattern, or the last part of a path.</summary>
public readonly record struct ProjectPattern(string Text)
{
    public bool Matches(string? project)
    {
        if (project is null) return false;
        string path = Normalise(project), wanted = Normalise(Text);
        var pattern = new NamePattern(wanted);
        return pattern.Matches(path) || pattern.Matches(LastPart(path))
            || path.StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The last part of a path, which people call the project by.</summary>
    public static string LastPart(string path)
    {
        string normal = Normalise(path);
        return normal[(normal.LastIndexOf('/') + 1)..] is { Length: > 0 } last ? last : normal;
    }

    private static string Normalise(string path) => path.Replace('\\', '/').TrimEnd('/') is { Length: > 0 } normal ? normal : "/";
}
