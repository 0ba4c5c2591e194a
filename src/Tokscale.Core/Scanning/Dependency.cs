using Tokscale.Core.Files;

namespace Tokscale.Core.Scanning;

/// <summary>Another file that was looked at while a log was read, and what it was like; it may have been missing.</summary>
public readonly record struct Dependency(string Path, FileStatus Status)
{
    /// <summary>A file as it is now.</summary>
    public static Dependency On(string path) => new(path, FileStatus.Of(path));
}
