using Tokscale.Core.Files;

namespace Tokscale.Core.Sources;

/// <summary>A log file that was found. Only regular files become one.</summary>
/// <param name="Source">Whose log it is.</param>
/// <param name="Path">Full path.</param>
/// <param name="Root">The root below which it was found.</param>
/// <param name="RelativePath">Path below <paramref name="Root"/> with <c>/</c> between parts; empty when the root is the file.</param>
/// <param name="Status">Size, times and identity when it was found.</param>
public sealed record SourceFile(IUsageSource Source, string Path, string Root, string RelativePath, FileStatus Status)
{
    /// <summary>Modification time, UTC milliseconds since 1970: the time of last resort for its events.</summary>
    public long ModifiedMs => Status.ModifiedMs;

    /// <summary>File name without its extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Name of the folder the file lies in.</summary>
    public string FolderName => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path)) ?? string.Empty;
}
