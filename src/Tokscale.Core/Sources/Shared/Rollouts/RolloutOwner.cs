using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>What the first <c>session_meta</c> of a file says of the thread that owns it. Missing texts are null.</summary>
internal sealed class RolloutOwner
{
    public string? Id { get; private set; }

    public string? Timestamp { get; private set; }

    public string? Cwd { get; private set; }

    public string? Provider { get; private set; }

    /// <summary>The thread whose history the file starts with.</summary>
    public string? ParentId { get; private set; }

    /// <summary>The file may start with lines of another thread.</summary>
    public bool IsInherited { get; private set; }

    /// <summary>What went before is left in another file.</summary>
    public bool HasHistoryBase { get; private set; }

    /// <summary>The ordinal of the first line that is the thread's own.</summary>
    public long? FirstOwnOrdinal { get; private set; }

    public bool IsSubagent { get; private set; }

    public bool IsGuardian { get; private set; }

    /// <summary>Started without a screen.</summary>
    public bool IsHeadless { get; private set; }

    /// <summary>What the program calls the sub-agent.</summary>
    public string? Nickname { get; private set; }

    public static RolloutOwner Read(ReadOnlySpan<byte> payload)
    {
        var owner = new RolloutOwner();
        var json = new JsonCursor(payload);
        string? forkedFrom = null, parent = null;
        if (!json.TryBeginObject()) return owner;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) owner.Id = Text(ref json);
            else if (name.Is("timestamp"u8)) owner.Timestamp = Text(ref json);
            else if (name.Is("cwd"u8)) owner.Cwd = Text(ref json);
            else if (name.Is("model_provider"u8)) owner.Provider = Text(ref json);
            else if (name.Is("forked_from_id"u8)) forkedFrom = Text(ref json);
            else if (name.Is("parent_thread_id"u8)) parent = Text(ref json);
            else if (name.Is("subagent_history_start_ordinal"u8)) owner.FirstOwnOrdinal = json.ReadCount();
            else if (name.Is("thread_source"u8)) owner.ReadThreadSource(json.ReadText());
            else if (name.Is("history_base"u8)) owner.ReadHistoryBase(ref json);
            else if (name.Is("source"u8)) owner.ReadSource(ref json);
            else json.SkipValue();
        }
        owner.ParentId = forkedFrom ?? parent ?? owner.ParentId;
        owner.IsInherited |= owner.ParentId is not null;
        return owner;
    }

    private static string? Text(ref JsonCursor json)
    {
        JsonText text = json.ReadText();
        return text.IsEmpty ? null : text.ToString();
    }

    private void ReadThreadSource(scoped in JsonText source)
    {
        IsSubagent |= source.Is("subagent"u8);
        IsGuardian |= source.Is("guardian_review"u8);
    }

    private void ReadHistoryBase(ref JsonCursor json)
    {
        HasHistoryBase = json.Peek() == JsonKind.Object;
        json.SkipValue();
    }

    /// <summary>The source is a word, or an object for what another thread started.</summary>
    private void ReadSource(ref JsonCursor json)
    {
        if (json.Peek() == JsonKind.String)
        {
            IsHeadless = json.ReadText().Is("exec"u8);
            return;
        }
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("subagent"u8))
        {
            IsSubagent = true;
            ReadSubagent(ref json);
        }
    }

    private void ReadSubagent(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("thread_spawn"u8)) ReadSpawn(ref json);
    }

    private void ReadSpawn(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        IsInherited = true;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("parent_thread_id"u8)) ParentId = Text(ref json);
            else if (name.Is("agent_nickname"u8)) Nickname = Text(ref json);
            else json.SkipValue();
        }
    }
}
