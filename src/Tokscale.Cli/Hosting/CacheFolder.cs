using Tokscale.Core.Files;

namespace Tokscale.Cli.Hosting;

/// <summary>The place for what can be made again.</summary>
internal static class CacheFolder
{
    private const string Name = "tokscale";

    /// <summary>The folder of a user, as the system wants it.</summary>
    public static string Of(HomeDirectory home)
    {
        if (OperatingSystem.IsWindows()) return Path.Join(home.Variable("LOCALAPPDATA") ?? Path.Join(home.Path, "AppData", "Local"), Name);
        if (OperatingSystem.IsMacOS()) return Path.Join(home.Path, "Library", "Caches", Name);
        // The specification of these variables wants relative values ignored.
        string? named = home.Variable("XDG_CACHE_HOME");
        return Path.Join(Path.IsPathRooted(named) ? named : Path.Join(home.Path, ".cache"), Name);
    }
}
