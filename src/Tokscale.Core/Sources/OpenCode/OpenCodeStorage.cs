namespace Tokscale.Core.Sources.OpenCode;

/// <summary>The folder that holds the messages, their parts and the sessions of a project or of all.</summary>
/// <param name="Path">Full path.</param>
/// <param name="IsFirstVersion">It is one of the first versions.</param>
internal sealed record OpenCodeStorage(string Path, bool IsFirstVersion)
{
    /// <summary>The folder with the parts of messages, a folder for each.</summary>
    public string Parts { get; } = System.IO.Path.Join(Path, "part");
}
