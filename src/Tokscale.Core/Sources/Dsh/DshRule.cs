using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>Of a session's files the one of the newest generation counts; sessions share calls only by copies.</summary>
internal sealed class DshRule : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        List<FileUsage> newest =
            [.. files.GroupBy(FolderOf).SelectMany(NewestOf).OrderBy(file => file.File.Path, StringComparer.Ordinal)];
        int outdated = files.Sum(file => file.Rows.Length) - newest.Sum(file => file.Rows.Length);
        return outdated + EarliestCopy.Resolve(newest, events);
    }

    private static string FolderOf(FileUsage file) => file.File.Path[..(file.File.Path.LastIndexOfAny(['/', '\\']) + 1)];

    /// <summary>One that cannot be read, or was only begun, is not preferred to an older one that can.</summary>
    private static IEnumerable<FileUsage> NewestOf(IEnumerable<FileUsage> session)
    {
        List<FileUsage> used = [.. session.Where(file => !file.Rows.IsEmpty)];
        int? newest = used.Max(file => DshGeneration.Of(file.File.Path));
        return used.Where(file => DshGeneration.Of(file.File.Path) == newest);
    }
}
