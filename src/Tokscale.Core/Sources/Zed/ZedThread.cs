using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zed;

/// <summary>The fields of a thread that matter, borrowed from its JSON.</summary>
internal ref struct ZedThread
{
    public JsonText Model, Provider, UpdatedAt;
    public bool IsImported;

    /// <summary>Requests that used tokens.</summary>
    public int RequestCount;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The text is one JSON object.</summary>
    public bool IsValid;

    private TokenCounts _cumulative, _requests;

    /// <summary>The model runs on the user's machine.</summary>
    public readonly bool IsLocal => ModelProvider.IsLocal(Provider.Utf8);

    /// <summary>
    /// Of a turn with several requests only the last is kept; the running sum has all, but only since the version that began it.
    /// The larger one lacks less.
    /// </summary>
    public readonly TokenCounts Tokens() => _cumulative.Total >= _requests.Total ? _cumulative : _requests;

    public static ZedThread Read(ReadOnlySpan<byte> text)
    {
        var thread = default(ZedThread);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return thread;
        while (json.TryReadName(out JsonText name)) thread.ReadField(name, ref json);
        thread.HasRefused = json.HasRefused;
        thread.IsValid = json.IsAtEnd;
        return thread;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("model"u8)) ReadModel(ref json);
        else if (name.Is("cumulative_token_usage"u8)) _cumulative = ReadUsage(ref json);
        else if (name.Is("request_token_usage"u8)) ReadRequests(ref json);
        else if (name.Is("updated_at"u8)) UpdatedAt = json.ReadText();
        else if (name.Is("imported"u8)) IsImported = json.ReadBool() ?? false;
        else json.SkipValue();
    }

    private void ReadModel(ref JsonCursor json)
    {
        Model = Provider = default;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model"u8)) Model = json.ReadText();
            else if (name.Is("provider"u8)) Provider = json.ReadText();
            else json.SkipValue();
        }
    }

    /// <summary>Usage by the user's message, in older versions a list.</summary>
    private void ReadRequests(ref JsonCursor json)
    {
        (_requests, RequestCount) = (default, 0);
        if (json.Peek() == JsonKind.Array)
        {
            json.TryBeginArray();
            while (json.TryMoveToElement()) AddRequest(ReadUsage(ref json));
        }
        else if (json.TryBeginObject())
        {
            while (json.TryReadName(out _)) AddRequest(ReadUsage(ref json));
        }
    }

    private void AddRequest(in TokenCounts usage)
    {
        if (usage.IsZero) return;
        _requests += usage;
        RequestCount++;
    }

    private static TokenCounts ReadUsage(ref JsonCursor json)
    {
        var usage = default(TokenCounts);
        if (!json.TryBeginObject()) return usage;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_tokens"u8)) usage = usage with { Input = json.ReadLooseCount() ?? 0 };
            else if (name.Is("output_tokens"u8)) usage = usage with { Output = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_read_input_tokens"u8)) usage = usage with { CacheRead = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_creation_input_tokens"u8)) usage = usage with { CacheWrite = json.ReadLooseCount() ?? 0 };
            else json.SkipValue();
        }
        return usage;
    }
}
