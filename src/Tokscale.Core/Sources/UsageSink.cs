using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources;

/// <summary>Takes what a source reads from one file. Used by one thread at a time.</summary>
public sealed class UsageSink(NameTable names, FileUsage usage)
{
    private readonly NameCache _cache = new(names);

    /// <summary>The rows and facts of the file so far.</summary>
    public FileUsage Usage { get; } = usage;

    /// <summary>The id of a name; see <see cref="NameTable.Add(ReadOnlySpan{byte})"/>.</summary>
    public NameId Name(ReadOnlySpan<byte> utf8) => _cache.Add(utf8);

    /// <inheritdoc cref="Name(ReadOnlySpan{byte})"/>
    public NameId Name(string? name) => names.Add(name);

    /// <summary>The text behind an id; see <see cref="NameTable"/>.</summary>
    public string? NameOf(NameId id) => names[id];

    /// <summary>Forgets everything read so far, for a source that starts its file again.</summary>
    public void Clear()
    {
        Usage.Rows.Clear();
        Usage.Problems.Clear();
    }

    /// <summary>Adds a record. One without tokens, cost and searches is no usage and is left out.</summary>
    /// <returns>True when the row was taken.</returns>
    public bool Add(in UsageRow row)
    {
        if (row.Event.Tokens.IsZero && row.Event.LoggedCostUsd is null or 0 && row.Event.WebSearches == 0) return false;
        Usage.Rows.Add(row);
        return true;
    }

    /// <summary>Counts something that could not be used.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="line">1-based line or row, where that means something.</param>
    /// <param name="detail">What the system said, if it helps.</param>
    public void Report(ProblemKind kind, long? line = null, string? detail = null)
    {
        List<Problem> problems = Usage.Problems;
        for (int index = 0; index < problems.Count; index++)
        {
            if (problems[index].Kind != kind) continue;
            problems[index] = problems[index] with { Count = problems[index].Count + 1 };
            return;
        }
        problems.Add(new Problem(Usage.File.Path, kind, 1, line, detail));
    }
}
