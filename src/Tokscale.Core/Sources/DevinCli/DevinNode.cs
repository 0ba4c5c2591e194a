using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>An answer, as a node of the database or a step of a transcript has it; borrowed from its JSON.</summary>
internal ref struct DevinNode
{
    public JsonText Role, GenerationModel;

    /// <summary>Identity of the call and of the message; empty where it is not logged.</summary>
    public JsonText RequestId, MessageId;

    public decimal? ComputeUnits;
    public bool IsUserInput;
    public int DurationMs;

    /// <summary>UTC milliseconds since 1970; null when it is not logged here.</summary>
    public long? CreatedMs;

    /// <summary>Counts as the program has them: they do not overlap.</summary>
    public TokenCounts Tokens;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The text is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The key of the call, wherever its message was copied to; 0 where it has no id.</summary>
    public readonly UInt128 RequestKey => RequestId.IsEmpty ? 0 : RowKey.Of("request"u8, RequestId.Utf8);

    /// <summary>Reads a message of the database.</summary>
    public static DevinNode Read(ReadOnlySpan<byte> text)
    {
        var node = default(DevinNode);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return node;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) node.Role = json.ReadText();
            else if (name.Is("message_id"u8)) node.MessageId = json.ReadText();
            else if (name.Is("metadata"u8)) node.ReadMetadata(ref json);
            else json.SkipValue();
        }
        node.HasRefused = json.HasRefused;
        node.IsValid = json.IsAtEnd;
        return node;
    }

    public void ReadMetadata(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("request_id"u8)) RequestId = json.ReadText();
            else if (name.Is("generation_model"u8)) GenerationModel = json.ReadText();
            else if (name.Is("metrics"u8)) ReadMetrics(ref json);
            else if (name.Is("committed_acu_cost"u8)) ComputeUnits = json.ReadLooseMoney();
            else if (name.Is("created_at"u8)) CreatedMs = json.ReadTime();
            else if (name.Is("is_user_input"u8)) IsUserInput = json.ReadBool() ?? false;
            else json.SkipValue();
        }
    }

    private void ReadMetrics(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_tokens"u8)) Tokens = Tokens with { Input = json.ReadLooseCount() ?? 0 };
            else if (name.Is("output_tokens"u8)) Tokens = Tokens with { Output = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_read_tokens"u8)) Tokens = Tokens with { CacheRead = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_creation_tokens"u8)) Tokens = Tokens with { CacheWrite = json.ReadLooseCount() ?? 0 };
            else if (name.Is("total_time_ms"u8)) DurationMs = (int)Math.Min(json.ReadLooseCount() ?? 0, int.MaxValue);
            else json.SkipValue();
        }
    }
}
