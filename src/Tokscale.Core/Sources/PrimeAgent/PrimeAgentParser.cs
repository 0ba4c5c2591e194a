using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>
/// Reads one session. A message may have been saved with the usage of the runs it started; entries after it tell, and the
/// row without that usage is kept beside it, because only all files together tell whether the runs have logs of their own.
/// </summary>
internal sealed class PrimeAgentParser(SourceFile file, UsageSink sink) : ILineParser
{
    private static readonly EntryFormat s_format = new() { Identity = EntryIdentity.IdAndTimes };

    private readonly EntryParser _entries = new(file, sink, s_format);
    private readonly Dictionary<ulong, Target> _targets = [];
    private readonly List<(int Row, UsageRow Own)> _ownRows = [];
    private bool _isChild;

    public LineOutcome ReadLine(LogLine line)
    {
        if (PrimeAgentLine.HasDamagedNames(line.Bytes)) return LineOutcome.Malformed;
        bool mayBeOwn = line.Bytes.IndexOf("child_usage_attributed"u8) >= 0 || line.Bytes.IndexOf("rlmDepth"u8) >= 0;
        if (mayBeOwn && !TryReadOwnEntry(line.Bytes)) return LineOutcome.Malformed;
        LineOutcome outcome = _entries.ReadLine(line);
        if (outcome == LineOutcome.Usage)
        {
            ulong link = CollectionsMarshal.AsSpan(sink.Usage.RowsInReading)[_entries.LastCall.Row].Link;
            if (link != 0) _targets[link] = new Target(_entries.LastCall, default);
        }
        return outcome;
    }

    /// <summary>Fills in what only the whole file tells. Call it once, also when reading failed.</summary>
    public void Finish()
    {
        foreach ((int row, UsageRow own) in _ownRows)
        {
            CollectionsMarshal.AsSpan(sink.Usage.RowsInReading)[row].Flags |= PrimeAgentRule.WithChildrenFlag;
            sink.Usage.RowsInReading.Add(own);
        }
        _entries.Finish(EntryReader.SessionOf(file.Stem), EntryReader.ProjectOf(file.FolderName));
        if (_isChild)
        {
            foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading)) row.Flags |= PrimeAgentRule.ChildFlag;
        }
        // Parents are named by the path of their file, which may have been moved since.
        string? parentPath = sink.NameOf(sink.Usage.ParentSession);
        sink.Usage.Session = sink.Name(Path.GetFileName(file.Path));
        sink.Usage.ParentSession = sink.Name(parentPath?.Split('/', '\\')[^1]);
    }

    /// <returns>False when the entry is damaged.</returns>
    private bool TryReadOwnEntry(ReadOnlySpan<byte> text)
    {
        if (!PrimeAgentLine.TryRead(text, out PrimeAgentLine entry)) return false;
        _isChild |= entry.Type.Is("session"u8) && entry.Depth > 0;
        if (entry.Type.Is("child_usage_attributed"u8) && entry.ChildUsage is { } child) Attribute(entry, child);
        return true;
    }

    private void Attribute(in PrimeAgentLine entry, EntryUsage child)
    {
        ulong link = EntryFlags.LinkOf(entry.TargetId.Utf8);
        if (!_targets.TryGetValue(link, out Target target)) return;
        target = target with { OfChildren = target.OfChildren.With(child) };
        _targets[link] = target;
        if (entry.AggregateUsage is { } aggregate && target.Call.Usage.HasCountsOf(aggregate)) KeepOwnRow(target);
    }

    private void KeepOwnRow(in Target target)
    {
        EntryUsage own = target.Call.Usage.Without(target.OfChildren);
        UsageRow row = sink.Usage.RowsInReading[target.Call.Row];
        row.Event.Tokens = own.ToTokens(s_format.CountsBareTotals);
        row.Event.LoggedCostUsd = null;
        row.Flags |= PrimeAgentRule.OwnFlag;
        int index = target.Call.Row;
        _ownRows.RemoveAll(other => other.Row == index);
        _ownRows.Add((index, row));
    }

    /// <param name="Call">A message that started runs.</param>
    /// <param name="OfChildren">What was attributed to the runs so far.</param>
    private readonly record struct Target(EntryCall Call, EntryUsage OfChildren);
}
