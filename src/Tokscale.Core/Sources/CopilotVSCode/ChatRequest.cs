using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>What a session tells of one request. Fields come with the whole request or one by one, each with its own path.</summary>
internal sealed class ChatRequest(UsageSink sink)
{
    private const string VendorPrefix = "copilot/";

    private string _modelId = string.Empty;
    private string _resolvedModel = string.Empty;
    private long? _prompt, _completion, _resultPrompt, _resultOutput;
    private long _thinking;

    /// <summary>Unknown when the log has none.</summary>
    public NameId Id { get; private set; }

    public long? TimestampMs { get; private set; }

    /// <summary>Other vendors' models are paid with keys of the user's own and belong to that bill.</summary>
    public bool IsOfCopilot => _resolvedModel.Length > 0 || _modelId.StartsWith(VendorPrefix, StringComparison.Ordinal);

    public string Model => _resolvedModel.Length > 0 ? _resolvedModel : _modelId[VendorPrefix.Length..];

    public TokenCounts Tokens
    {
        get
        {
            // One is of the last call, the other adds up those of the turn.
            long output = Math.Max(_resultOutput ?? 0, _completion ?? 0);
            long thinking = Math.Min(_thinking, output);
            return new TokenCounts(_resultPrompt ?? _prompt ?? 0, output - thinking, 0, 0, 0, thinking);
        }
    }

    /// <summary>Sets all fields that a whole request has.</summary>
    public void SetAll(ref JsonCursor value)
    {
        JsonCursor noPath = default;
        Set(ref noPath, ref value, isPush: false);
    }

    /// <summary>Sets what a path below the request names; the request itself when the path has ended.</summary>
    /// <param name="path">Inside the path's array, behind the request's index.</param>
    /// <param name="value">At the value.</param>
    /// <param name="isPush">The value is appended to the list that the path names.</param>
    public void Set(ref JsonCursor path, ref JsonCursor value, bool isPush)
    {
        if (path.TryMoveToElement()) SetField(path.ReadText(), ref path, ref value, isPush);
        else if (value.TryBeginObject())
        {
            while (value.TryReadName(out JsonText name)) SetField(name, ref path, ref value, isPush: false);
        }
    }

    private void SetField(scoped in JsonText name, ref JsonCursor path, ref JsonCursor value, bool isPush)
    {
        if (name.Is("requestId"u8)) Id = sink.Name(value.ReadText().Utf8);
        else if (name.Is("timestamp"u8)) TimestampMs = value.ReadTime();
        else if (name.Is("modelId"u8)) _modelId = value.ReadText().ToString().Trim();
        else if (name.Is("promptTokens"u8)) _prompt = value.ReadLooseCount();
        else if (name.Is("completionTokens"u8)) _completion = value.ReadLooseCount();
        else if (name.Is("result"u8)) SetResult(ref path, ref value, isPush);
        else value.SkipValue();
    }

    private void SetResult(ref JsonCursor path, ref JsonCursor value, bool isPush)
    {
        if (path.TryMoveToElement())
        {
            if (path.ReadText().Is("metadata"u8)) SetMetadata(ref path, ref value, isPush);
            return;
        }
        ForgetMetadata();
        if (!value.TryBeginObject()) return;
        while (value.TryMoveTo("metadata"u8)) SetMetadata(ref path, ref value, isPush);
    }

    private void SetMetadata(ref JsonCursor path, ref JsonCursor value, bool isPush)
    {
        if (path.TryMoveToElement())
        {
            SetMetadataField(path.ReadText(), ref value, isPush && !path.TryMoveToElement());
            return;
        }
        ForgetMetadata();
        if (!value.TryBeginObject()) return;
        while (value.TryReadName(out JsonText name)) SetMetadataField(name, ref value, isPush: false);
    }

    private void ForgetMetadata()
    {
        (_resultPrompt, _resultOutput, _thinking) = (null, null, 0);
        _resolvedModel = string.Empty;
    }

    private void SetMetadataField(scoped in JsonText name, ref JsonCursor value, bool isPush)
    {
        if (name.Is("promptTokens"u8)) _resultPrompt = value.ReadLooseCount();
        else if (name.Is("outputTokens"u8)) _resultOutput = value.ReadLooseCount();
        else if (name.Is("resolvedModel"u8)) _resolvedModel = value.ReadText().ToString().Trim();
        else if (name.Is("toolCallRounds"u8)) _thinking = ReadThinking(ref value) + (isPush ? _thinking : 0);
        else value.SkipValue();
    }

    private static long ReadThinking(ref JsonCursor json)
    {
        long sum = 0;
        if (!json.TryBeginArray()) return 0;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (!name.Is("thinking"u8)) json.SkipValue();
                else if (json.TryBeginObject())
                {
                    while (json.TryMoveTo("tokens"u8)) sum += json.ReadLooseCount() ?? 0;
                }
            }
        }
        return Math.Min(sum, JsonCursor.CountMax);
    }
}
