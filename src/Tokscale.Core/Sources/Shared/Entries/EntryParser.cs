using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>
/// Reads one session kept as a tree of entries. Branches that the user left stay in the file and were billed like the others.
/// </summary>
internal sealed class EntryParser(SourceFile file, UsageSink sink, EntryFormat format) : IResumableParser
{
    private readonly int _firstRow = sink.Usage.RowsInReading.Count;
    private long? _startedMs;
    private NameId _session, _project, _parentSession, _model, _provider;

    /// <summary>The time of entries that have none, if their store knows it; UTC milliseconds since 1970.</summary>
    public long? FallbackTimestampMs { get; set; }

    /// <summary>The call of the line read last, if <see cref="ReadLine"/> gave one.</summary>
    public EntryCall LastCall { get; private set; }

    /// <summary>Only a header without gaps is final: what it lacks may follow, and belongs to the rows before it too.</summary>
    public bool CanResume => _startedMs is not null && _session.IsKnown && _project.IsKnown;

    public void SaveState(BinaryWriter state)
    {
        state.Write(_startedMs ?? 0);
        foreach (NameId name in (ReadOnlySpan<NameId>)[_session, _project, _parentSession, _model, _provider])
        {
            state.Write(sink.NameOf(name) ?? string.Empty);
        }
    }

    public void LoadState(BinaryReader state)
    {
        _startedMs = state.ReadInt64();
        (_session, _project, _parentSession) = (sink.Name(state.ReadString()), sink.Name(state.ReadString()), sink.Name(state.ReadString()));
        (_model, _provider) = (sink.Name(state.ReadString()), sink.Name(state.ReadString()));
    }

    /// <summary>Sets the model and provider of calls that name none, until an entry does.</summary>
    public void StartWith(NameId model, NameId provider) => (_model, _provider) = (model, provider);

    public LineOutcome ReadLine(LogLine line)
    {
        EntryLine entry = EntryLine.Read(line.Bytes, format.TakesLooseNumbers, isWholeWanted: line.HasMarker);
        if (entry.IsLeft) return JsonLines.Glance(line.Bytes);
        if (!entry.IsValid) return LineOutcome.Malformed;
        if (entry.Type.Is("session"u8)) Begin(entry);
        if (entry.SetsModel) SetModel(entry);
        return IsCall(entry) ? Add(entry, line.Number) : LineOutcome.NoUsage;
    }

    /// <summary>Fills in what only the whole file tells. Call it once, also when reading failed.</summary>
    /// <param name="session">The session's name if no header has one.</param>
    /// <param name="project">The project if no header has one; null when unknown.</param>
    public void Finish(string session, string? project)
    {
        NameId ownSession = _session.IsKnown ? _session : sink.Name(session);
        NameId ownProject = _project.IsKnown ? _project : sink.Name(project);
        UInt128 sessionKey = RowKey.Of(sink.NameOf(ownSession));
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading)[_firstRow..])
        {
            if (row.Event.TimestampMs == 0) row.Event.TimestampMs = _startedMs ?? file.ModifiedMs;
            if ((row.Flags & EntryFlags.KeyWithinSession) != 0) row.Key = RowKey.Join(sessionKey, row.Key);
            row.Rank = _startedMs ?? file.ModifiedMs;
            row.Event.Session = ownSession;
            row.Event.Project = ownProject;
        }
        sink.Usage.Session = ownSession;
        sink.Usage.ParentSession = _parentSession;
    }

    private void Begin(in EntryLine header)
    {
        _startedMs ??= header.TimestampMs;
        if (!_session.IsKnown) _session = sink.Name(header.Id.Utf8);
        if (!_project.IsKnown) _project = sink.Name(header.Cwd.Utf8);
        if (!_parentSession.IsKnown) _parentSession = sink.Name(header.ParentSession.Utf8);
    }

    private void SetModel(in EntryLine entry)
    {
        ReadOnlySpan<byte> model = entry.Model.Utf8, provider = entry.Provider.Utf8;
        // Some forks write both in one field.
        int slash = entry.Type.Is("model_change"u8) && provider.IsEmpty ? model.IndexOf((byte)'/') : -1;
        if (slash >= 0) SetModel(model[(slash + 1)..], model[..slash]);
        else SetModel(model, provider);
    }

    private void SetModel(ReadOnlySpan<byte> model, ReadOnlySpan<byte> provider)
    {
        NameId id = sink.Name(model), providerId = sink.Name(provider);
        if (id.IsKnown) _model = id;
        if (providerId.IsKnown) _provider = providerId;
    }

    private bool IsCall(in EntryLine entry)
    {
        if (entry.Usage is null || format.IsBookkeeping is { } isBookkeeping && isBookkeeping(entry)) return false;
        if (entry.Type.Is("message"u8)) return entry.Role.Is("assistant"u8);
        return entry.Type.Is("compaction"u8) || entry.Type.Is("branch_summary"u8)
            || entry.Type.Is("usage"u8) || entry.Type.Is("model_usage"u8)
            || (format.CountsCustomEntries && entry.Type.Is("custom"u8));
    }

    private LineOutcome Add(in EntryLine entry, long lineNumber)
    {
        EntryUsage usage = entry.Usage!.Value;
        NameId model = sink.Name(entry.ResponseModel.Utf8), provider = sink.Name(entry.MessageProvider.Utf8);
        if (format.RemembersModelOfCalls) SetModel(entry.MessageModel.Utf8, entry.MessageProvider.Utf8);
        if (!model.IsKnown) model = sink.Name(entry.MessageModel.Utf8);
        if (!model.IsKnown) (model, provider) = (sink.Name(entry.Model.Utf8), sink.Name(entry.Provider.Utf8));
        if (!model.IsKnown) model = sink.ModelOrUnknown(_model);
        if (!provider.IsKnown) provider = _provider.IsKnown ? _provider : ModelProvider.Of(model, sink);
        long? timestampMs = format.PrefersMessageTime
            ? entry.MessageTimestampMs ?? entry.TimestampMs
            : entry.TimestampMs ?? entry.MessageTimestampMs;
        var row = new UsageRow
        {
            Link = entry.Id.IsEmpty ? 0 : EntryFlags.LinkOf(entry.Id.Utf8),
            OtherLink = format.OtherLinkOf?.Invoke(entry) ?? 0,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? FallbackTimestampMs ?? 0,
                Tokens = usage.ToTokens(format.CountsBareTotals),
                Model = model,
                Provider = provider,
                Agent = sink.Name(format.AgentName),
                LoggedCostUsd = usage.CostUsd == 0 && !format.IsZeroCostStated ? null : usage.CostUsd,
                Messages = 1,
            },
        };
        SetKey(ref row, entry, usage);
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        LastCall = new EntryCall(sink.Usage.RowsInReading.Count - 1, usage);
        if (timestampMs is null && FallbackTimestampMs is null) sink.Report(ProblemKind.Undated, lineNumber);
        if (entry.HasRefused) sink.Report(ProblemKind.RefusedNumber, lineNumber);
        return LineOutcome.Usage;
    }

    private void SetKey(ref UsageRow row, in EntryLine entry, in EntryUsage usage)
    {
        if (format.Identity == EntryIdentity.Event)
        {
            if (entry.Id.IsEmpty) return;
            row.Key = RowKey.Join(RowKey.Of(entry.Id.Utf8), RowKey.Of([row.Event.TimestampMs, usage.Input, usage.Output]));
        }
        else if (!entry.ResponseId.IsEmpty)
        {
            // Local models number their responses by chance, from few numbers.
            UInt128 response = RowKey.Of("response"u8, entry.ResponseId.Utf8);
            row.Key = RowKey.Join(response, RowKey.Of([entry.TimestampMs ?? entry.MessageTimestampMs ?? 0]));
        }
        else if (format.Identity == EntryIdentity.SessionAndId && !entry.Id.IsEmpty)
        {
            row.Key = RowKey.Of(entry.Id.Utf8);
            row.Flags = EntryFlags.KeyWithinSession;
        }
        else
        {
            row.Key = RowKey.Join(NamesOf(entry), KeyOfContent(entry, usage));
        }
    }

    private static UInt128 NamesOf(in EntryLine entry) =>
        RowKey.Join(RowKey.Of(entry.Id.Utf8), RowKey.Of(entry.MessageProvider.Utf8, entry.MessageModel.Utf8));

    private UInt128 KeyOfContent(in EntryLine entry, in EntryUsage usage)
    {
        long entryMs = entry.TimestampMs ?? 0, messageMs = entry.MessageTimestampMs ?? 0;
        if (format.Identity == EntryIdentity.IdAndTimes && !entry.Id.IsEmpty) return RowKey.Of([entryMs, messageMs]);
        long bareTotal = (usage.Input | usage.Output | usage.CacheRead | usage.CacheWrite) == 0 ? usage.Total : 0;
        return RowKey.Of([entryMs, messageMs, usage.Input, usage.Output, usage.CacheRead, usage.CacheWrite, bareTotal]);
    }
}
