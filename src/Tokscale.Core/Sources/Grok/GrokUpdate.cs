using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>A line of a session's log.</summary>
internal ref struct GrokUpdate
{
    private JsonText _kind, _eventId, _promptId, _metaPromptId;

    /// <summary>Only of lines about a sub-agent: its session, and what it was started for.</summary>
    public JsonText ChildSession, ParentPrompt;

    private long? _timestampMs, _agentTimestampMs;

    public GrokUsage Usage;

    public bool IsObject { get; private set; }

    /// <summary>The line tells what a turn used.</summary>
    public readonly bool IsTurn => _kind.Is("turn_completed"u8);

    public readonly bool IsSpawn => _kind.Is("subagent_spawned"u8);

    public readonly bool IsFinish => _kind.Is("subagent_finished"u8);

    /// <summary>Where the turn is told from others by an id, or by a time of its own that copies keep.</summary>
    public readonly bool HasIdentity => !_eventId.IsEmpty || !Prompt.IsEmpty || _agentTimestampMs is not null;

    /// <summary>Id of what the user asked; empty where none is stated.</summary>
    public readonly JsonText Prompt => _promptId.IsEmpty ? _metaPromptId : _promptId;

    public readonly long? TimestampMs => _agentTimestampMs ?? _timestampMs;

    public static GrokUpdate Read(scoped ref JsonCursor json)
    {
        var update = default(GrokUpdate);
        update.IsObject = json.TryBeginObject();
        while (update.IsObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) update._timestampMs = json.ReadTime();
            else if (name.Is("params"u8)) update.ReadParameters(ref json);
            else json.SkipValue();
        }
        return update;
    }

    /// <summary>What tells the turn within its session: an id, else its time. Logs are replayed into themselves.</summary>
    public readonly UInt128 Key
    {
        get
        {
            if (!_eventId.IsEmpty) return RowKey.Of("event"u8, _eventId.Utf8);
            if (!Prompt.IsEmpty) return RowKey.Of("prompt"u8, Prompt.Utf8);
            TokenCounts tokens = Usage.Tokens;
            UInt128 numbers = RowKey.Of([TimestampMs ?? 0, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning]);
            return RowKey.Join(numbers, RowKey.Of(Usage.Models));
        }
    }

    private void ReadParameters(scoped ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("update"u8)) ReadUpdate(ref json);
            else if (name.Is("_meta"u8)) ReadMeta(ref json);
            else json.SkipValue();
        }
    }

    private void ReadUpdate(scoped ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionUpdate"u8)) _kind = json.ReadText();
            else if (name.Is("usage"u8)) Usage = GrokUsage.Read(ref json);
            else if (name.Is("prompt_id"u8)) _promptId = json.ReadText();
            else if (name.Is("child_session_id"u8)) ChildSession = json.ReadText();
            else if (name.Is("parent_prompt_id"u8)) ParentPrompt = json.ReadText();
            else json.SkipValue();
        }
    }

    private void ReadMeta(scoped ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("eventId"u8)) _eventId = json.ReadText();
            else if (name.Is("promptId"u8)) _metaPromptId = json.ReadText();
            else if (name.Is("agentTimestampMs"u8)) _agentTimestampMs = json.ReadTime();
            else json.SkipValue();
        }
    }
}
