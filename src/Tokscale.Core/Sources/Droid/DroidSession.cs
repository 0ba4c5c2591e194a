using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Droid;

/// <summary>The fields of a session's settings that matter.</summary>
internal struct DroidSession
{
    /// <summary>The model that was chosen, or that the program chose where that was left to it.</summary>
    public string Model;

    public string ProviderLock, ApiProviderLock, RoutedProvider;
    public long? LockedMs;
    public TokenCounts Tokens;

    /// <returns>False when the text is no JSON.</returns>
    public static bool TryRead(ReadOnlySpan<byte> document, out DroidSession session, out bool hasRefused)
    {
        session = new DroidSession { Model = string.Empty, ProviderLock = string.Empty, ApiProviderLock = string.Empty, RoutedProvider = string.Empty };
        string routedModel = string.Empty;
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("model"u8)) session.Model = json.ReadText().ToString().Trim();
            else if (name.Is("providerLock"u8)) session.ProviderLock = json.ReadText().ToString().Trim();
            else if (name.Is("apiProviderLock"u8)) session.ApiProviderLock = json.ReadText().ToString().Trim();
            else if (name.Is("providerLockTimestamp"u8)) session.LockedMs = json.ReadTime();
            else if (name.Is("effectiveFactoryRouterModel"u8)) (routedModel, session.RoutedProvider) = ReadRouted(ref json);
            else if (name.Is("tokenUsage"u8)) session.Tokens = ReadTokens(ref json);
            else json.SkipValue();
        }
        bool isRouted = session.Model is "" or "auto" && routedModel.Length > 0;
        if (isRouted) session.Model = routedModel;
        hasRefused = json.HasRefused;
        return json.IsAtEnd;
    }

    /// <summary>What the program's router picked for the session.</summary>
    private static (string Model, string Provider) ReadRouted(ref JsonCursor json)
    {
        string model = string.Empty, provider = string.Empty;
        if (!json.TryBeginObject()) return (model, provider);
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("modelId"u8)) model = json.ReadText().ToString().Trim();
            else if (name.Is("apiProvider"u8)) provider = json.ReadText().ToString().Trim();
            else json.SkipValue();
        }
        return (model, provider);
    }

    private static TokenCounts ReadTokens(ref JsonCursor json)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, thinking = 0;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadCount() ?? 0;
            else if (name.Is("outputTokens"u8)) output = json.ReadCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadCount() ?? 0;
            else if (name.Is("cacheCreationTokens"u8)) cacheWrite = json.ReadCount() ?? 0;
            else if (name.Is("thinkingTokens"u8)) thinking = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        return new TokenCounts(input, output, cacheRead, cacheWrite, 0, thinking);
    }
}
