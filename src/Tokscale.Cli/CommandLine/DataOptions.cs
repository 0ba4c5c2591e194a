using System.CommandLine;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.CommandLine;

/// <summary>Whose logs are read.</summary>
internal static class DataOptions
{
    public static readonly Option<string?> Home = Flags.Value("--home", "DIR", "Read the logs below this home directory instead of your own");
    public static readonly Option<bool> Sample = Flags.Switch("--sample", "Read built-in example logs");

    public static OptionGroup Group { get; } = new("Data", [Home, Sample]);

    /// <exception cref="UserError">The folder does not exist, or no home is known.</exception>
    public static HomeDirectory HomeOf(CommandContext context)
    {
        if (context.ValueOf(Home) is not { } path)
            return context.Host.UserHome ?? throw UserError.InOption($"your home directory is unknown because HOME is not set; name it with {Home.Name} DIR.");
        if (Directory.Exists(path)) return HomeDirectory.At(path);
        string reason = File.Exists(path) ? "is a file" : "does not exist";
        throw UserError.InOption($"{Home.Name} '{path}' {reason}; name a folder that holds agents' logs as a home directory does.");
    }
}
