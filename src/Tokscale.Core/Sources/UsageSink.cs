using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources;

/// <summary>Takes what a source reads from one file. Used by one thread at a time.</summary>
/// <param name="names">Those of the thread, which it may keep for its next file.</param>
/// <param name="usage">The file.</param>
public sealed class UsageSink(NameCache names, FileUsage usage)
{
    public UsageSink(NameTable names, FileUsage usage) : this(new NameCache(names), usage)
    {
    }

    /// <summary>The rows and facts of the file so far.</summary>
    public FileUsage Usage { get; } = usage;

    /// <summary>The id of a name; see <see cref="NameTable.Add(ReadOnlySpan{byte})"/>.</summary>
    public NameId Name(ReadOnlySpan<byte> utf8) => names.Add(utf8);

    /// <inheritdoc cref="Name(ReadOnlySpan{byte})"/>
    public NameId Name(string? name) => names.Add(name);

    /// <summary>The model of a call; <c>unknown</c> for one that the log does not name.</summary>
    public NameId ModelOrUnknown(NameId model) => model.IsKnown ? model : Name("unknown"u8);

    /// <summary>The text behind an id; see <see cref="NameTable"/>.</summary>
    public string? NameOf(NameId id) => names[id];

    /// <inheritdoc cref="NameCache.Keep{T}"/>
    public T Keep<T>() where T : class, new() => names.Keep<T>();

    /// <summary>Forgets everything read so far, for a source that starts its file again.</summary>
    public void Clear() => Usage.Clear();

    /// <summary>Adds a record. One without tokens, cost, credits and searches is no usage and is left out.</summary>
    /// <returns>True when the row was taken.</returns>
    public bool Add(in UsageRow row)
    {
        ref readonly UsageEvent usage = ref row.Event;
        bool isFree = usage.LoggedCostPicoUsd is null or 0 && usage.LoggedMicroCredits is null or 0 && usage.WebSearches == 0;
        if (usage.Tokens.IsZero && isFree) return false;
        return AddFree(row);
    }

    /// <summary>As <see cref="Add"/>, and takes a record that tells only that a model was used, for logs without counts.</summary>
    public bool AddFree(in UsageRow row)
    {
        if (RepeatsLast(row)) Usage.CopiesLeftOut++;
        else Usage.RowsInReading.Add(row);
        return true;
    }

    /// <summary>
    /// Agents write a call again for each part of its answer. A row that says just what the last one said, only later, decides
    /// nothing under any rule.
    /// </summary>
    private bool RepeatsLast(in UsageRow row)
    {
        if (row.Key == 0 || Usage.RowsInReading.Count == 0) return false;
        ref readonly UsageRow last = ref CollectionsMarshal.AsSpan(Usage.RowsInReading)[^1];
        return row.Key == last.Key
            && (row.Rank, row.Flags, row.Link, row.OtherLink) == (last.Rank, last.Flags, last.Link, last.OtherLink)
            && row.Event.TimestampMs >= last.Event.TimestampMs
            && row.Event with { TimestampMs = last.Event.TimestampMs } == last.Event;
    }

    /// <summary>
    /// Tells that another file decided what this one means: its name for a session, parts of its messages. A cached result is
    /// used only as long as that file stays as it is now. Call it for missing files too, where their appearing would matter.
    /// </summary>
    public FileStatus DependOn(string path)
    {
        Dependency dependency = Dependency.On(path);
        DependOn(dependency);
        return dependency.Status;
    }

    /// <summary>As <see cref="DependOn(string)"/>, for a file that was looked at before this log was read.</summary>
    public void DependOn(Dependency dependency)
    {
        List<Dependency> dependencies = Usage.DependenciesInReading;
        int known = dependencies.FindIndex(other => other.Path == dependency.Path);
        if (known < 0) dependencies.Add(dependency);
        else dependencies[known] = dependency;
    }

    /// <summary>Counts something that could not be used.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="line">1-based line or row, where that means something.</param>
    /// <param name="detail">What the system said, if it helps.</param>
    public void Report(ProblemKind kind, long? line = null, string? detail = null)
    {
        List<Problem> problems = Usage.ProblemsInReading;
        for (int index = 0; index < problems.Count; index++)
        {
            if (problems[index].Kind != kind) continue;
            problems[index] = problems[index] with { Count = problems[index].Count + 1 };
            return;
        }
        problems.Add(new Problem(Usage.File.Path, kind, 1, line, detail));
    }
}
