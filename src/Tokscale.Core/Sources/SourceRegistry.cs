using Tokscale.Core.Sources.Claude;
using Tokscale.Core.Sources.Codex;
using Tokscale.Core.Sources.Gemini;
using Tokscale.Core.Sources.Qwen;

namespace Tokscale.Core.Sources;

/// <summary>Every source there is. Adding one is a folder and a line here.</summary>
public static class SourceRegistry
{
    /// <summary>All sources, in the order in which reports without a sort list them.</summary>
    public static IReadOnlyList<IUsageSource> All { get; } =
    [
        new ClaudeSource(),
        new CodexSource(),
        new GeminiSource(),
        new QwenSource(),
    ];

    /// <summary>The source with an id, in any case; null when there is none.</summary>
    public static IUsageSource? Find(string id) =>
        All.FirstOrDefault(source => string.Equals(source.Id, id, StringComparison.OrdinalIgnoreCase));
}
