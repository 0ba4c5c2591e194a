using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>One event of a session, borrowed from its line.</summary>
internal ref struct DevinDesktopUpdate
{
    public JsonText Kind, Title, Model;

    private long? _createdMs, _timestampMs, _metaMs;

    /// <summary>UTC milliseconds since 1970; null when the event does not say.</summary>
    public readonly long? TimestampMs => _createdMs ?? _timestampMs ?? _metaMs;

    /// <summary>Null where a count is not logged.</summary>
    public long? Input, CacheRead, CacheWrite, Output;

    /// <summary>The event says which agent it comes from.</summary>
    public bool NamesAgent;

    public readonly bool HasCounts => (Input ?? CacheRead ?? CacheWrite ?? Output) is not null;

    public void Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionUpdate"u8)) Kind = json.ReadText();
            else if (name.Is("title"u8)) Title = json.ReadText();
            else if (name.Is("created_at"u8)) _createdMs = json.ReadTime();
            else if (name.Is("timestamp"u8)) _timestampMs = json.ReadTime();
            else if (name.Is("_meta"u8)) ReadMeta(ref json);
            else json.SkipValue();
        }
    }

    private void ReadMeta(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("cognition.ai/inputTokens"u8)) Input = json.ReadLooseCount();
            else if (name.Is("cognition.ai/cachedReadTokens"u8)) CacheRead = json.ReadLooseCount();
            else if (name.Is("cognition.ai/cachedWriteTokens"u8)) CacheWrite = json.ReadLooseCount();
            else if (name.Is("cognition.ai/outputTokens"u8)) Output = json.ReadLooseCount();
            else if (name.Is("cognition.ai/model"u8)) Model = json.ReadText();
            else if (name.Is("cognition.ai/timestamp"u8)) _metaMs = json.ReadTime();
            else if (name.Is("cognition.ai/subagent_context"u8))
            {
                NamesAgent = json.Peek() == JsonKind.Object;
                json.SkipValue();
            }
            else json.SkipValue();
        }
    }
}
