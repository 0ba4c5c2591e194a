using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// A block of counts as a model's API gave it, for agents that speak to many and keep the answer as it came. Names differ by API,
/// and so does whether the prompt holds the caches; the total shows it where there is one. Null: not stated.
/// </summary>
public struct LooseUsage
{
    private long? _input, _prompt, _output, _cacheRead, _cacheWrite, _thinking, _total;
    private bool _isCacheInside;

    /// <summary>There is nothing to count.</summary>
    public readonly bool IsEmpty => ToTokens().IsZero;

    /// <summary>Reads a block; another kind of value is skipped and gives the empty one.</summary>
    public static LooseUsage Read(ref JsonCursor json)
    {
        var usage = default(LooseUsage);
        if (!json.TryBeginObject()) return usage;
        while (json.TryReadName(out JsonText name)) usage.ReadField(name, ref json);
        return usage;
    }

    /// <summary>Takes the parts and the total that this block lacks from another one about the same call.</summary>
    public void Complete(in LooseUsage other)
    {
        // Caches are counted as the block counts them that they are taken from.
        if (_cacheRead is null && _cacheWrite is null) _isCacheInside = other.NamesHoldCaches;
        _cacheRead ??= other._cacheRead;
        _cacheWrite ??= other._cacheWrite;
        _thinking ??= other._thinking;
        _total ??= other._total;
    }

    /// <summary>The counts as disjoint classes.</summary>
    public readonly TokenCounts ToTokens() =>
        ToTokens(HoldsCaches(_input ?? _prompt ?? 0, _output ?? 0, (_cacheRead ?? 0) + (_cacheWrite ?? 0)));

    /// <summary>As <see cref="ToTokens()"/>, for an API of which it is known.</summary>
    /// <param name="holdsCaches">The prompt is counted with the caches.</param>
    public readonly TokenCounts ToTokens(bool holdsCaches)
    {
        long input = _input ?? _prompt ?? 0, output = _output ?? 0;
        long cacheRead = _cacheRead ?? 0, cacheWrite = _cacheWrite ?? 0, thinking = _thinking ?? 0;
        if (holdsCaches) input = Math.Max(0, input - cacheRead - cacheWrite);
        // Every API counts thinking as output; only a total can show that an agent has taken it out.
        bool isThinkingBeside = _total is { } total && thinking > 0 && total == (_input ?? _prompt ?? 0) + output + thinking;
        long reasoning = isThinkingBeside ? thinking : Math.Min(thinking, output);
        return new TokenCounts(input, isThinkingBeside ? output : output - reasoning, cacheRead, cacheWrite, 0, reasoning);
    }

    /// <summary>OpenAI's names mean a prompt with the caches in it, Anthropic's one without.</summary>
    private readonly bool NamesHoldCaches => _input is null || _isCacheInside;

    private readonly bool HoldsCaches(long input, long output, long caches)
    {
        if (_total == input + output) return true;
        if (_total == input + output + caches) return false;
        return NamesHoldCaches;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("input_tokens"u8) || name.Is("inputTokens"u8)) _input = json.ReadLooseCount() ?? _input;
        else if (name.Is("prompt_tokens"u8) || name.Is("promptTokens"u8)) _prompt = json.ReadLooseCount() ?? _prompt;
        else if (IsOutput(name)) _output = json.ReadLooseCount() ?? _output;
        else if (IsCacheRead(name)) ReadCacheRead(ref json);
        else if (IsCacheWrite(name)) _cacheWrite = json.ReadLooseCount() ?? _cacheWrite;
        else if (name.Is("completion_thinking_tokens"u8)) _thinking = json.ReadLooseCount() ?? _thinking;
        else if (name.Is("total_tokens"u8) || name.Is("totalTokens"u8)) _total = json.ReadLooseCount() ?? _total;
        else if (IsInputDetails(name)) ReadInputDetails(ref json);
        else if (IsOutputDetails(name)) ReadOutputDetails(ref json);
        else json.SkipValue();
    }

    private static bool IsOutput(scoped in JsonText name) =>
        name.Is("output_tokens"u8) || name.Is("outputTokens"u8) || name.Is("completion_tokens"u8) || name.Is("completionTokens"u8);

    private static bool IsCacheRead(scoped in JsonText name) =>
        name.Is("cache_read_input_tokens"u8) || name.Is("cacheReadInputTokens"u8) || name.Is("prompt_cache_hit_tokens"u8);

    private static bool IsCacheWrite(scoped in JsonText name) =>
        name.Is("cache_creation_input_tokens"u8) || name.Is("cacheCreationInputTokens"u8) || name.Is("prompt_cache_write_tokens"u8);

    private static bool IsInputDetails(scoped in JsonText name) =>
        name.Is("prompt_tokens_details"u8) || name.Is("promptTokensDetails"u8)
        || name.Is("input_tokens_details"u8) || name.Is("inputTokensDetails"u8);

    private static bool IsOutputDetails(scoped in JsonText name) =>
        name.Is("completion_tokens_details"u8) || name.Is("completionTokensDetails"u8)
        || name.Is("output_tokens_details"u8) || name.Is("outputTokensDetails"u8);

    private void ReadCacheRead(ref JsonCursor json)
    {
        if (json.ReadLooseCount() is not { } count) return;
        _cacheRead = count;
        _isCacheInside = false;
    }

    private void ReadInputDetails(ref JsonCursor json)
    {
        if (ReadDetail(ref json, "cached_tokens"u8, "cachedTokens"u8) is not { } count || _cacheRead is not null) return;
        _cacheRead = count;
        _isCacheInside = true;
    }

    private void ReadOutputDetails(ref JsonCursor json)
    {
        long? thinking = ReadDetail(ref json, "reasoning_tokens"u8, "reasoningTokens"u8);
        _thinking ??= thinking;
    }

    /// <summary>A count of a block of details; some agents keep a list of such blocks, one for each request.</summary>
    private static long? ReadDetail(ref JsonCursor json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        if (json.Peek() != JsonKind.Array) return ReadOneDetail(ref json, name, otherName);
        long? sum = null;
        if (!json.TryBeginArray()) return null;
        while (json.TryMoveToElement())
        {
            if (ReadOneDetail(ref json, name, otherName) is { } count) sum = Math.Min(JsonCursor.CountMax, (sum ?? 0) + count);
        }
        return sum;
    }

    private static long? ReadOneDetail(ref JsonCursor json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        long? count = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText field))
        {
            if (field.Is(name) || field.Is(otherName)) count = json.ReadLooseCount() ?? count;
            else json.SkipValue();
        }
        return count;
    }
}
