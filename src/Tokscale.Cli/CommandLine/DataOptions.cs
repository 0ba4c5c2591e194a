using System.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.CommandLine;

/// <summary>Whose logs are read.</summary>
internal static class DataOptions
{
    public static readonly Option<string?> Home = Flags.Value("--home", "DIR", "Read the logs below this home directory instead of your own");
    public static readonly Option<bool> Sample = Flags.Switch("--sample", "Read built-in example logs");

    public static readonly Option<bool> NoCache = Flags.Switch("--no-cache", "Read every log anew and remember nothing");

    public static readonly Option<bool> NoArchive = Flags.Switch("--no-archive", "Leave out what only the archive still has");

    public static OptionGroup Group { get; } = new("Data", [Home, Sample, NoCache, NoArchive]);

    /// <summary>The archive to read beside the logs; null when it is not wanted. The example has none.</summary>
    public static string? ArchivePathOf(CommandContext context, HomeDirectory home) =>
        context.Has(NoArchive) || context.Has(Sample) ? null : ArchiveFile.PathOf(home);

    /// <summary>Where scans are remembered: in the user's own folder, whoever's logs are read. Null: nowhere.</summary>
    public static string? CacheFolderOf(CommandContext context) =>
        context.Has(NoCache) || context.Has(Sample) || context.Host.UserHome is not { } home ? null : CacheFolder.Of(home);

    /// <summary>True when the built-in example is to be read.</summary>
    /// <exception cref="UserError">A home is named too.</exception>
    public static bool WantsSample(CommandContext context) => context.Has(Sample) && context.ValueOf(Home) is not null
        ? throw UserError.InOption($"{Sample.Name} and {Home.Name} cannot be used together; choose one.")
        : context.Has(Sample);

    /// <exception cref="UserError">The folder does not exist, or no home is known.</exception>
    public static HomeDirectory HomeOf(CommandContext context)
    {
        if (context.ValueOf(Home) is not { } path)
            return context.Host.UserHome ?? throw UserError.InOption(
                $"your home directory is unknown because HOME is not set; name it with {Home.Name} DIR.");
        if (Directory.Exists(path)) return HomeDirectory.At(path);
        string reason = File.Exists(path) ? "is a file" : "does not exist";
        throw UserError.InOption($"{Home.Name} '{path}' {reason}; name a folder that holds agents' logs as a home directory does.");
    }
}
