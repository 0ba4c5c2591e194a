using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>
/// Whose logs are read. The only reader of the environment: a <c>--home</c> directory stands for another machine's user,
/// so the variables of this one do not apply to it.
/// </summary>
public sealed class HomeDirectory
{
    private readonly Func<string, string?> _variable;

    private HomeDirectory(string path, Func<string, string?> variable)
    {
        Path = path;
        _variable = variable;
    }

    /// <summary>Full path of the home directory.</summary>
    public string Path { get; }

    /// <summary>The user's own home. Null when the system does not tell one.</summary>
    public static HomeDirectory? OfUser()
    {
        string path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return path.Length == 0 ? null : new HomeDirectory(System.IO.Path.GetFullPath(path), Environment.GetEnvironmentVariable);
    }

    /// <summary>A directory that is laid out like a home, with or without variables of its own.</summary>
    public static HomeDirectory At(string path, IReadOnlyDictionary<string, string>? variables = null) =>
        new(System.IO.Path.GetFullPath(path), name => variables?.GetValueOrDefault(name));

    /// <summary>The value of an environment variable; null when it is not set, blank, or does not apply to this home.</summary>
    public string? Variable(string name) => _variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The items of a comma-separated variable as full paths; empty when it is not set.</summary>
    public IReadOnlyList<string> PathsOf(string variable)
    {
        if (Variable(variable) is not { } value) return [];
        string[] items = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. items.Select(Expand)];
    }

    /// <summary>Full path of a place that roots start from.</summary>
    public string Place(RootPlace place) => place switch
    {
        RootPlace.Home => Path,
        RootPlace.XdgConfig => Xdg("XDG_CONFIG_HOME", ".config"),
        RootPlace.XdgData => Xdg("XDG_DATA_HOME", ".local/share"),
        RootPlace.XdgState => Xdg("XDG_STATE_HOME", ".local/state"),
        RootPlace.AppConfig when OperatingSystem.IsWindows() => Windows("APPDATA", "AppData/Roaming"),
        RootPlace.AppData when OperatingSystem.IsWindows() => Windows("LOCALAPPDATA", "AppData/Local"),
        RootPlace.AppConfig or RootPlace.AppData when OperatingSystem.IsMacOS() => Below("Library/Application Support"),
        RootPlace.AppConfig => Xdg("XDG_CONFIG_HOME", ".config"),
        RootPlace.AppData => Xdg("XDG_DATA_HOME", ".local/share"),
        RootPlace.Tokscale => TokscaleSettings(),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, null),
    };

    /// <summary>Replaces a leading <c>~</c> and makes the path absolute, relative to the home.</summary>
    public string Expand(string path)
    {
        if (path == "~") return Path;
        if (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)) path = path[2..];
        return System.IO.Path.GetFullPath(path, Path);
    }

    private string TokscaleSettings() =>
        Variable("TOKSCALE_CONFIG_DIR") is { } own ? Expand(own)
        : OperatingSystem.IsWindows() ? System.IO.Path.Combine(Windows("APPDATA", "AppData/Roaming"), "tokscale")
        : System.IO.Path.Combine(Xdg("XDG_CONFIG_HOME", ".config"), "tokscale");

    // The XDG specification wants relative values ignored.
    private string Xdg(string variable, string fallback) =>
        Variable(variable) is { } value && System.IO.Path.IsPathRooted(value) ? value : Below(fallback);

    private string Windows(string variable, string fallback) => Variable(variable) ?? Below(fallback);

    private string Below(string relative) => System.IO.Path.GetFullPath(relative, Path);
}
