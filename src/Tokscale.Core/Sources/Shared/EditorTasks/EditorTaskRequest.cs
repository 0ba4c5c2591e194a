using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>The JSON inside a row's <c>text</c>: what one request, or a sum of them, came to. Null: not stated.</summary>
internal ref struct EditorTaskRequest
{
    private long? _input, _output, _cacheWrite, _cacheRead;

    public decimal? CostUsd;

    /// <summary>The API that was spoken, and who answered behind a gateway.</summary>
    public JsonText Protocol, Provider;

    /// <summary>The provider gave no counts; the agent estimated them.</summary>
    public bool IsEstimated;

    public bool HasRefused;

    /// <summary>A request that is still running has no numbers yet.</summary>
    public readonly bool IsAnswered => _input is not null || _output is not null || _cacheWrite is not null || _cacheRead is not null;

    /// <summary>The text is JSON.</summary>
    public bool IsValid;

    public static EditorTaskRequest Read(ReadOnlySpan<byte> text)
    {
        var request = default(EditorTaskRequest);
        var json = new JsonCursor(text);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name)) request.ReadField(name, ref json);
        request.HasRefused = json.HasRefused;
        request.IsValid = json.IsAtEnd;
        return request;
    }

    public readonly TokenCounts ToTokens(bool isPromptWhole)
    {
        long input = _input ?? 0, cacheRead = _cacheRead ?? 0, cacheWrite = _cacheWrite ?? 0;
        if (isPromptWhole && input >= cacheRead + cacheWrite) input -= cacheRead + cacheWrite;
        return new TokenCounts(input, _output ?? 0, cacheRead, cacheWrite, 0, 0);
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("tokensIn"u8)) _input = json.ReadLooseCount();
        else if (name.Is("tokensOut"u8)) _output = json.ReadLooseCount();
        else if (name.Is("cacheWrites"u8)) _cacheWrite = json.ReadLooseCount();
        else if (name.Is("cacheReads"u8)) _cacheRead = json.ReadLooseCount();
        else if (name.Is("cost"u8)) CostUsd = json.ReadLooseMoney();
        else if (name.Is("apiProtocol"u8)) Protocol = json.ReadText();
        else if (name.Is("inferenceProvider"u8)) Provider = json.ReadText();
        else if (name.Is("usageMissing"u8)) IsEstimated = json.ReadBool() ?? false;
        else json.SkipValue();
    }
}
