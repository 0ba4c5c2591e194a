using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Reads one rollout. Every row with counters is kept, also those that are copies: which of them was billed is decided over
/// all files, by <see cref="RolloutDuplicateRule"/>.
/// </summary>
/// <param name="file">The log.</param>
/// <param name="sink">Where rows go.</param>
/// <param name="program">Who wrote it.</param>
internal sealed class RolloutParser(SourceFile file, UsageSink sink, RolloutProgram program) : IResumableParser
{
    /// <summary>The row is a <c>token_usage_record</c>: one response with its id.</summary>
    public const int RecordFlag = 1 << 0;

    /// <summary>The row is a copy of the parent's, or was there before the thread had lines of its own.</summary>
    public const int InheritedFlag = 1 << 1;

    /// <summary>The record is of another thread's response.</summary>
    public const int ForwardedFlag = 1 << 2;

    private readonly LineRecordReader<RolloutLine> _records = sink.Keep<LineRecordReader<RolloutLine>>();
    private readonly RolloutRegion _region = new();
    private readonly int _earlierRowCount = sink.Usage.RowsInReading.Count;
    private bool _hasOwner, _mayNameParent, _usedFileTime;
    private long? _startedMs;
    private NameId _session, _ownName, _parent, _project, _provider, _agent, _model;
    private ServiceTier _tier;
    private RolloutUsage _total;

    /// <summary>Rows may be marked before it is known what the marks mean; then the file has to be read again.</summary>
    public bool CanResume => _region.IsDecided && !_usedFileTime;

    public void SaveState(BinaryWriter state)
    {
        state.Write(_hasOwner);
        state.Write(_startedMs ?? -1);
        foreach (NameId name in (ReadOnlySpan<NameId>)[_session, _parent, _project, _provider, _agent, _model])
        {
            state.Write(sink.NameOf(name) ?? string.Empty);
        }
        state.Write((byte)_tier);
        foreach (long counter in _total.Counters) state.Write(counter);
    }

    public void LoadState(BinaryReader state)
    {
        _hasOwner = state.ReadBoolean();
        long startedMs = state.ReadInt64();
        _startedMs = startedMs < 0 ? null : startedMs;
        (_session, _parent, _project) = (sink.Name(state.ReadString()), sink.Name(state.ReadString()), sink.Name(state.ReadString()));
        (_provider, _agent, _model) = (sink.Name(state.ReadString()), sink.Name(state.ReadString()), sink.Name(state.ReadString()));
        _tier = (ServiceTier)state.ReadByte();
        _total = RolloutUsage.OfCounters([
            state.ReadInt64(), state.ReadInt64(), state.ReadInt64(), state.ReadInt64(), state.ReadInt64(), state.ReadInt64()]);
        _region.Skip();
    }

    public LineOutcome ReadLine(LogLine line)
    {
        if (IsRuledOut(line) && !_region.NeedsEveryLine) return JsonLines.Glance(line.Bytes);
        var record = default(RolloutLine);
        if (!_records.TryRead(line.Bytes, ref record, sink, out bool hasRefused)) return LineOutcome.Malformed;
        RolloutRecord kind = record.Record;
        long? turnMs = kind switch
        {
            RolloutRecord.TurnContext or RolloutRecord.SessionConfigured => ReadTurn(record.PayloadIn(line.Bytes), hasModel: true),
            RolloutRecord.TurnStart => ReadTurn(record.PayloadIn(line.Bytes), hasModel: false),
            _ => null,
        };
        if (kind == RolloutRecord.SessionMeta) TakeMeta(RolloutOwner.Read(record.PayloadIn(line.Bytes)), record);
        else if (_mayNameParent && !IsBetweenOwners(kind)) Settle(parent: default);
        _region.Pass(record, kind, turnMs);
        switch (kind)
        {
            case RolloutRecord.ThreadSettings:
                ReadSettings(record.PayloadIn(line.Bytes));
                return LineOutcome.NoUsage;
            case RolloutRecord.TokenCount:
                return AddTokenCount(record, line.Number, hasRefused);
            case RolloutRecord.UsageRecord:
                return AddUsageRecord(record, line);
            default:
                return LineOutcome.NoUsage;
        }
    }

    /// <summary>Tells the rows apart that only the whole file can tell. Call it once, also when reading failed.</summary>
    public void Finish()
    {
        sink.Usage.Session = _session.IsKnown ? _session : sink.Name(RolloutFile.PlainPathOf(file));
        sink.Usage.ParentSession = _parent;
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading)[_earlierRowCount..])
        {
            row.Flags = (row.Flags & (RecordFlag | ForwardedFlag)) | (_region.IsInherited(row.Flags) ? InheritedFlag : 0);
        }
    }

    /// <summary>The record may stand before the parent's own <c>session_meta</c>, which a fork copies.</summary>
    private static bool IsBetweenOwners(RolloutRecord kind) =>
        kind is RolloutRecord.Other or RolloutRecord.ThreadSettings or RolloutRecord.SessionConfigured;

    private static bool IsRuledOut(LogLine line)
    {
        if (line.IsRuledOut || line.HasMarker) return line.IsRuledOut;
        var json = new JsonCursor(line.Bytes);
        return RolloutLine.InterestOf(ref json) == LineInterest.None;
    }

    private void TakeMeta(RolloutOwner meta, in RolloutLine record)
    {
        if (!_hasOwner) Begin(meta, record);
        else if (_mayNameParent && sink.Name(meta.Id) is { IsKnown: true } other && other != _session) Settle(other);
    }

    /// <summary>Ends the search for a parent that the owner does not name.</summary>
    private void Settle(NameId parent)
    {
        _mayNameParent = false;
        _region.Settle(parent.IsKnown);
        _parent = parent;
    }

    private void Begin(RolloutOwner owner, in RolloutLine record)
    {
        _hasOwner = true;
        _mayNameParent = owner.Id is not null && owner.ParentId is null;
        bool isLaterPage = owner.HasHistoryBase && RolloutFile.IsLaterPage(file);
        _region.Begin(owner, owner.IsInherited && !isLaterPage, _mayNameParent);
        _startedMs = record.TimestampMs ?? LogTime.Parse(Encoding.UTF8.GetBytes(owner.Timestamp ?? ""));
        _session = sink.Name(owner.Id);
        _parent = sink.Name(owner.ParentId);
        _project = sink.Name(owner.Cwd);
        _provider = sink.Name(owner.Provider);
        string nickname = owner.Nickname is null ? string.Empty : " " + owner.Nickname;
        _agent = sink.Name(owner switch
        {
            { IsGuardian: true } => program.AgentName + " Guardian",
            { IsSubagent: true } => program.AgentName + " Subagent" + nickname,
            { IsHeadless: true } => program.AgentName + " Headless",
            _ => program.AgentName,
        });
    }

    private NameId Session()
    {
        if (!_session.IsKnown && !_ownName.IsKnown) _ownName = sink.Name(RolloutFile.BaseNameOf(file));
        return _session.IsKnown ? _session : _ownName;
    }

    /// <returns>When the turn began, if its id tells.</returns>
    private long? ReadTurn(ReadOnlySpan<byte> payload, bool hasModel)
    {
        var json = new JsonCursor(payload);
        JsonText turnId = default;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("turn_id"u8)) turnId = json.ReadText();
            else if (hasModel && name.Is("model"u8)) SetModel(json.ReadText());
            else if (hasModel && name.Is("cwd"u8) && !_project.IsKnown) _project = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        return turnId.IsEmpty ? null : ThreadId.TimeMsOf(turnId.ToString());
    }

    private void ReadSettings(ReadOnlySpan<byte> payload)
    {
        var json = new JsonCursor(payload);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("thread_settings"u8) || json.Peek() != JsonKind.Object)
            {
                json.SkipValue();
                continue;
            }
            json.TryBeginObject();
            _tier = ServiceTier.Standard;
            while (json.TryReadName(out JsonText setting))
            {
                if (setting.Is("model"u8)) SetModel(json.ReadText());
                else if (setting.Is("service_tier"u8)) _tier = TierOf(json.ReadText());
                else json.SkipValue();
            }
        }
    }

    // "fast" is the newer name of the same tier.
    private static ServiceTier TierOf(scoped in JsonText tier) =>
        tier.Is("priority"u8) || tier.Is("fast"u8) ? ServiceTier.Priority
        : tier.Is("flex"u8) ? ServiceTier.Flex
        : ServiceTier.Standard;

    private void SetModel(scoped in JsonText model)
    {
        NameId id = sink.Name(model.Utf8);
        if (id.IsKnown) _model = id;
    }

    private LineOutcome AddTokenCount(in RolloutLine record, long lineNumber, bool hasRefused)
    {
        (RolloutUsage? total, RolloutUsage? last) = (record.Total, record.Last);
        RolloutUsage? added = total?.Since(_total);
        _total = total ?? _total;
        if (record.Model.IsKnown) _model = record.Model;
        if ((last ?? added) is not { IsZero: false } usage) return LineOutcome.NoUsage;
        ulong link = usage.Link;
        var row = new UsageRow
        {
            Key = RolloutUsage.KeyOf(total, last),
            Link = link,
            OtherLink = added is not { IsZero: false } other ? 0 : other == usage ? link : other.Link, // Mostly the same, and hashed once.
        };
        return Add(row, record, usage, _model, lineNumber, hasRefused);
    }

    private LineOutcome AddUsageRecord(in RolloutLine record, LogLine line)
    {
        var json = new JsonCursor(record.PayloadIn(line.Bytes));
        JsonText responseId = default, threadId = default, turnId = default, model = default;
        RolloutUsage? usage = null;
        ReadOnlySpan<byte> threadUsage = default;
        if (!json.TryBeginObject()) return LineOutcome.NoUsage;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("usage"u8)) usage = RolloutUsage.Read(ref json);
            else if (name.Is("response_id"u8)) responseId = json.ReadText();
            else if (name.Is("thread_id"u8)) threadId = json.ReadText();
            else if (name.Is("turn_id"u8)) turnId = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("thread_token_usage"u8)) threadUsage = json.ReadRaw();
            else json.SkipValue();
        }
        if (usage is not { IsZero: false }) return LineOutcome.NoUsage;
        var row = new UsageRow
        {
            Key = responseId.IsEmpty
                ? KeyWithin(file, RowKey.Of(threadId.Utf8, turnId.Utf8), threadUsage)
                : RowKey.Of(responseId.Utf8),
            Link = usage.Value.Link,
            Flags = RecordFlag | (_session.IsKnown && !threadId.IsEmpty && sink.Name(threadId.Utf8) != _session ? ForwardedFlag : 0),
        };
        NameId ownModel = sink.Name(model.Utf8);
        return Add(row, record, usage.Value, ownModel.IsKnown ? ownModel : _model, line.Number, json.HasRefused);
    }

    /// <summary>A response without an id is told by the running total of its thread, in its own file only.</summary>
    private static UInt128 KeyWithin(SourceFile file, UInt128 turn, ReadOnlySpan<byte> threadUsage) =>
        RowKey.Join(RowKey.Join(RowKey.Of(Encoding.UTF8.GetBytes(file.Path)), turn), RowKey.Of(threadUsage));

    private LineOutcome Add(UsageRow row, in RolloutLine record, in RolloutUsage usage, NameId model, long lineNumber, bool hasRefused)
    {
        long? timestampMs = record.TimestampMs;
        _usedFileTime |= timestampMs is null && _startedMs is null;
        row.Flags |= _region.Flags;
        row.Event = new UsageEvent
        {
            TimestampMs = timestampMs ?? _startedMs ?? file.ModifiedMs,
            Tokens = usage.ToTokens(),
            Model = model.IsKnown ? model : sink.Name(program.UnnamedModel),
            Provider = _provider.IsKnown ? _provider : sink.Name(program.Provider),
            Session = Session(),
            Project = _project,
            Agent = _agent.IsKnown ? _agent : sink.Name(program.AgentName),
            Class = new PriceClass(_tier, false, default, false),
            Messages = 1,
        };
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, lineNumber);
        if (hasRefused) sink.Report(ProblemKind.RefusedNumber, lineNumber);
        return LineOutcome.Usage;
    }
}
