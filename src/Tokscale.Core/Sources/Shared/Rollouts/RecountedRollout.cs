using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>One rollout as the second reader sees it.</summary>
internal sealed partial class RecountedRollout
{
    private const long BurstMs = 1000;

    private bool _hasOwner, _mayNameParent;
    private long? _historyStart;
    private long? _ownerTimeMs;
    private long? _firstTimeMs;
    private long? _headerTimeMs;
    private long? _lineTimeMs;
    private string? _model;

    /// <summary>How many entries stood before each kind of sign that the own region begins; null while there was none.</summary>
    private int? _ordinalStart, _turnStart, _burstStart;
    private bool _hasOrdinals, _hasTurnTimes;

    private RecountedRollout(SourceFile file) => File = file;

    public SourceFile File { get; }

    /// <summary>The thread that the file belongs to; null when it does not say.</summary>
    public string? Owner { get; private set; }

    /// <summary>The file begins with lines of another thread, whether it says of which or not.</summary>
    public bool IsFork { get; private set; }

    /// <summary>The thread that this one was forked from or spawned by.</summary>
    public string? Parent { get; private set; }

    public List<RolloutEntry> Entries { get; } = [];

    public static RecountedRollout Read(SourceFile file)
    {
        var rollout = new RecountedRollout(file);
        foreach (JsonElement line in RecountFile.Objects(file.Path)) rollout.Take(line);
        if (rollout.IsFork) rollout.CutInherited();
        return rollout;
    }

    public RecountedCall Call(RolloutEntry entry, RolloutNumbers numbers, string? noModel) => new()
    {
        File = File.Path,
        TimeMs = entry.TimeMs,
        Model = entry.Model ?? noModel,
        Session = Owner ?? System.IO.Path.GetFileName(File.Path).Split(".jsonl")[0],
        Tokens = numbers.ToTokens(),
    };

    private long TimeMs => _lineTimeMs ?? _headerTimeMs ?? File.ModifiedMs;

    private void Take(JsonElement line)
    {
        JsonElement payload = line.Member("payload");
        string? type = line.Text("type");
        bool isWrapped = type == "event";
        if (isWrapped) (type, payload) = ("event_msg", payload.Member("msg"));
        string? kind = payload.Text("type");
        _lineTimeMs = line.TextTime("timestamp");
        _mayNameParent &= Parent is null && type is not ("turn_context" or "token_usage_record")
            && kind is not ("task_started" or "turn_started" or "token_count");
        _headerTimeMs ??= type == "session_meta" ? payload.TextTime("timestamp") ?? _lineTimeMs : null;
        LookForOwnRegion(line, payload, type, kind);
        switch (type)
        {
            case "session_meta" when !_hasOwner:
                TakeOwner(payload);
                break;
            case "session_meta" when _mayNameParent && payload.Text("id") is { } other && other != Owner:
                Parent = other;
                IsFork = true;
                break;
            case "turn_context":
                _model = payload.Text("model") ?? _model;
                break;
            case "event_msg" when kind == "session_configured" && isWrapped:
                _model = payload.Text("model") ?? _model;
                break;
            case "event_msg" when kind == "thread_settings_applied":
                _model = payload.Member("thread_settings").Text("model") ?? _model;
                break;
            case "event_msg" when kind == "token_count" && payload.Member("info").IsObject():
                _model = payload.Member("context").Text("model") ?? payload.Member("info").Text("requested_model") ?? _model;
                TakeRow(payload.Member("info"));
                break;
            case "token_usage_record" when payload.Member("usage").IsObject():
                TakeRecord(payload);
                break;
        }
    }

    private void TakeOwner(JsonElement meta)
    {
        _hasOwner = true;
        Owner = meta.Text("id");
        Parent = meta.Text("forked_from_id") ?? meta.Text("parent_thread_id")
            ?? meta.Member("source").Member("subagent").Member("thread_spawn").Text("parent_thread_id");
        IsFork = !IsLaterPage(meta)
            && (Parent is not null || meta.Member("source").Member("subagent").Member("thread_spawn").IsObject());
        _mayNameParent = Owner is not null && Parent is null;
        _historyStart = meta.Member("subagent_history_start_ordinal").CountOrNull();
        _ownerTimeMs = TimeOf(Owner);
    }

    /// <summary>The file goes on where another file of the thread ends, and repeats nothing of it.</summary>
    private bool IsLaterPage(JsonElement meta) => meta.Member("history_base").IsObject() && LaterPageName().IsMatch(File.Path);

    [GeneratedRegex(@"rollout-.{19}-[^_/\\]*_[^/\\]*$")]
    private static partial Regex LaterPageName();

    private void TakeRow(JsonElement info)
    {
        RolloutNumbers? total = RolloutNumbers.Of(info.Member("total_token_usage")),
            last = RolloutNumbers.Of(info.Member("last_token_usage"));
        if (total is null && last is null) return;
        Entries.Add(new()
        {
            TimeMs = TimeMs,
            Model = _model,
            Total = total,
            Last = last,
            Identity = $"{Identity(info.Member("total_token_usage"))} {Identity(info.Member("last_token_usage"))}",
        });
    }

    private static string Identity(JsonElement usage) => $"{RolloutNumbers.Of(usage)} {usage.Count("total_tokens")}";

    private void TakeRecord(JsonElement record) => Entries.Add(new()
    {
        TimeMs = TimeMs,
        Model = record.Text("model") ?? _model,
        Last = RolloutNumbers.Of(record.Member("usage")) ?? default,
        IsForwarded = record.Text("thread_id") is { } thread && Owner is not null && thread != Owner,
        ResponseKey = record.Text("response_id") is { } id ? "id " + id
            : $"file {File.Path} {record.Text("thread_id")} {record.Text("turn_id")} {Identity(record.Member("thread_token_usage"))}",
    });

    private void LookForOwnRegion(JsonElement line, JsonElement payload, string? type, string? kind)
    {
        if (line.Member("ordinal").CountOrNull() is { } ordinal)
        {
            _hasOrdinals = true;
            if (ordinal >= _historyStart) _ordinalStart ??= Entries.Count;
        }
        bool isTurn = type == "turn_context" || (type == "event_msg" && kind is "task_started" or "turn_started");
        if (isTurn && TimeOf(payload.Text("turn_id")) is { } turnTimeMs)
        {
            _hasTurnTimes = true;
            if (turnTimeMs >= _ownerTimeMs) _turnStart ??= Entries.Count;
        }
        if (_lineTimeMs is not { } timeMs) return;
        _firstTimeMs ??= timeMs;
        // Settings applied to a fork are not a sign.
        if (kind != "thread_settings_applied" && timeMs >= _firstTimeMs + BurstMs) _burstStart ??= Entries.Count;
    }

    private void CutInherited()
    {
        int? start = _historyStart is not null && _hasOrdinals ? _ordinalStart
            : _ownerTimeMs is not null && _hasTurnTimes ? _turnStart
            : _burstStart;
        foreach (RolloutEntry entry in Entries.Take(start ?? Entries.Count)) entry.IsOwn = false;
    }

    /// <summary>The time inside a UUIDv7; null for other ids.</summary>
    private static long? TimeOf(string? id) =>
        id is { Length: 36 } && Guid.TryParseExact(id, "D", out _) && id[14] == '7'
            ? long.Parse(string.Concat(id.AsSpan(0, 8), id.AsSpan(9, 4)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
