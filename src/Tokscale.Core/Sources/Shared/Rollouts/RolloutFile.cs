namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>What the name and place of a rollout tell.</summary>
internal static class RolloutFile
{
    private const string Plain = ".jsonl", Compressed = ".jsonl.zst";

    /// <summary>The file is a rollout, compressed or not.</summary>
    public static bool IsLog(ReadOnlySpan<char> path) =>
        path.EndsWith(Plain, StringComparison.OrdinalIgnoreCase) || path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);

    public static bool IsCompressed(SourceFile file) => file.Name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file was moved to the archive, where names are not sorted into days.</summary>
    public static bool IsArchived(SourceFile file) =>
        file.Path.Replace('\\', '/').Contains("/archived_sessions/", StringComparison.Ordinal);

    /// <summary>The thread's id in <c>rollout-TIME-ID</c>, or behind it another id of the file; empty under other names.</summary>
    public static string ThreadOf(SourceFile file) => IdsOf(file).Split('_')[0];

    /// <summary>A thread that was resumed or reverted goes on in a file with an id of its own behind the thread's.</summary>
    public static bool IsLaterPage(SourceFile file) => IdsOf(file).Contains('_');

    /// <summary>The path without the sign of compression.</summary>
    public static string PlainPathOf(SourceFile file) =>
        IsCompressed(file) ? file.Path[..^(Compressed.Length - Plain.Length)] : file.Path;

    /// <summary>The name without its extensions.</summary>
    public static string BaseNameOf(SourceFile file) => file.Name[..^(IsCompressed(file) ? Compressed : Plain).Length];

    private static string IdsOf(SourceFile file)
    {
        const string NameStart = "rollout-2026-05-01T10-00-00-";
        string name = BaseNameOf(file);
        return name.Length <= NameStart.Length ? string.Empty : name[NameStart.Length..];
    }
}
