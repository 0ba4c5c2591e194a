using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>The <c>tokens</c> of a chat message as logged.</summary>
internal readonly record struct ChatTokens(long Input, long Output, long Cached, long Thoughts, long Tool, long Total)
{
    /// <summary>Reads the object; null for anything else.</summary>
    public static ChatTokens? Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return null;
        long input = 0, output = 0, cached = 0, thoughts = 0, tool = 0, total = 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) input = json.ReadCount() ?? 0;
            else if (name.Is("output"u8)) output = json.ReadCount() ?? 0;
            else if (name.Is("cached"u8)) cached = json.ReadCount() ?? 0;
            else if (name.Is("thoughts"u8)) thoughts = json.ReadCount() ?? 0;
            else if (name.Is("tool"u8)) tool = json.ReadCount() ?? 0;
            else if (name.Is("total"u8)) total = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        return new ChatTokens(input, output, cached, thoughts, tool, total);
    }

    /// <summary>Disjoint counts: thoughts and tool prompts stand beside output and input, what was cached inside the input.</summary>
    public TokenCounts ToTokens()
    {
        long prompt = Input + Tool;
        // Some endpoints count it outside; only a total that agrees shows it.
        bool isCachedOutside = Total > 0 && Cached > 0 && Total == prompt + Cached + Output + Thoughts;
        long cacheRead = isCachedOutside ? Cached : Math.Min(Cached, prompt);
        return new TokenCounts(isCachedOutside ? prompt : prompt - cacheRead, Output, cacheRead, 0, 0, Thoughts);
    }
}
