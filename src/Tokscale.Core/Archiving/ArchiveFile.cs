using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Archiving;

/// <summary>Where an archive lies.</summary>
public static class ArchiveFile
{
    public const string Name = "archive.db";

    /// <summary>The archive of a home directory, which exists once it was updated: beside the settings there.</summary>
    public static string PathOf(HomeDirectory home) => Path.Join(home.Place(RootPlace.Tokscale), Name);
}
