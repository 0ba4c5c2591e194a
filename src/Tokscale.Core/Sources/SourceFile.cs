using Tokscale.Core.Files;

namespace Tokscale.Core.Sources;

/// <summary>A log file that was found. Only regular files become one. There may be hundreds of thousands.</summary>
public sealed class SourceFile
{
    /// <summary>Made of the folder's when they are asked for.</summary>
    private string? _path, _relativePath;

    /// <param name="source">Whose log it is.</param>
    /// <param name="path">Full path.</param>
    /// <param name="root">The root below which it was found.</param>
    /// <param name="relativePath">See <see cref="RelativePath"/>.</param>
    /// <param name="status">See <see cref="Status"/>.</param>
    public SourceFile(UsageSource source, string path, string root, string relativePath, FileStatus status)
    {
        (Source, Root, Status, Name) = (source, root, status, System.IO.Path.GetFileName(path));
        (_path, _relativePath) = (path, relativePath);
    }

    /// <param name="source">Whose log it is.</param>
    /// <param name="folder">Where it was found.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="status">See <see cref="Status"/>.</param>
    public SourceFile(UsageSource source, SourceFolder folder, string name, FileStatus status)
    {
        (Source, Root, Status, Name) = (source, folder.Root, status, name);
        Folder = folder;
    }

    /// <summary>The folder it was found in; null when it was not searched for in one.</summary>
    public SourceFolder? Folder { get; }

    /// <summary>Whose log it is.</summary>
    public UsageSource Source { get; }

    /// <summary>The root below which it was found.</summary>
    public string Root { get; }

    /// <summary>Name with extension.</summary>
    public string Name { get; }

    /// <summary>Size, times and identity when it was found.</summary>
    public FileStatus Status { get; }

    /// <summary>Full path.</summary>
    public string Path => _path ??= System.IO.Path.Join(Folder!.Path, Name);

    /// <summary>Path below <see cref="Root"/> with <c>/</c> between parts; empty when the root is the file.</summary>
    public string RelativePath => _relativePath ??= Folder!.RelativePathOf(Name);

    /// <summary><see cref="RelativePath"/> without the file's name; empty when the file lies in the root or is it.</summary>
    public ReadOnlySpan<char> RelativeFolder =>
        Folder is not null ? Folder.RelativePath : RelativePath.AsSpan(0, Math.Max(0, RelativePath.LastIndexOf('/')));

    /// <summary>Modification time, UTC milliseconds since 1970: the time of last resort for its events.</summary>
    public long ModifiedMs => Status.ModifiedMs;

    /// <summary>File name without its extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Name);

    /// <summary>Name of the folder the file lies in.</summary>
    public string FolderName => System.IO.Path.GetFileName(
        Folder is null ? System.IO.Path.GetDirectoryName(Path) : System.IO.Path.TrimEndingDirectorySeparator(Folder.Path)) ?? string.Empty;
}
