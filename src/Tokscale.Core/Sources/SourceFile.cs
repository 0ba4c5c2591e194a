namespace Tokscale.Core.Sources;

/// <summary>A log file that was found. Only regular files become one.</summary>
/// <param name="Source">Whose log it is.</param>
/// <param name="Path">Full path.</param>
/// <param name="Root">The root below which it was found.</param>
/// <param name="RelativePath">Path below <paramref name="Root"/> with <c>/</c> between parts.</param>
/// <param name="Bytes">Size when it was found.</param>
/// <param name="ModifiedMs">Modification time, UTC milliseconds since 1970: the time of last resort for its events.</param>
public sealed record SourceFile(
    IUsageSource Source, string Path, string Root, string RelativePath, long Bytes, long ModifiedMs)
{
    /// <summary>File name without its extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);
}
