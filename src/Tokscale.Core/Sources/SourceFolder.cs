namespace Tokscale.Core.Sources;

/// <summary>A folder that was searched for logs; one object for all of its files.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Root">The root below which it was found.</param>
/// <param name="RelativePath">Path below <paramref name="Root"/> with <c>/</c> between parts; empty for the root itself.</param>
public sealed record SourceFolder(string Path, string Root, string RelativePath)
{
    /// <summary>A folder in this one.</summary>
    public SourceFolder Enter(string name) => new(System.IO.Path.Join(Path, name), Root, RelativePathOf(name));

    /// <summary>Path below the root of something in this folder.</summary>
    public string RelativePathOf(string name) => RelativePath.Length == 0 ? name : RelativePath + "/" + name;
}
