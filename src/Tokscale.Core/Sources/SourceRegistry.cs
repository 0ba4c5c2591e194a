using Tokscale.Core.Sources.Amp;
using Tokscale.Core.Sources.Antigravity;
using Tokscale.Core.Sources.Claude;
using Tokscale.Core.Sources.Codex;
using Tokscale.Core.Sources.CommandCode;
using Tokscale.Core.Sources.Copilot;
using Tokscale.Core.Sources.Cursor;
using Tokscale.Core.Sources.Droid;
using Tokscale.Core.Sources.Gemini;
using Tokscale.Core.Sources.Gjc;
using Tokscale.Core.Sources.Hindsight;
using Tokscale.Core.Sources.Jcode;
using Tokscale.Core.Sources.Kimchi;
using Tokscale.Core.Sources.Kimi;
using Tokscale.Core.Sources.LmStudio;
using Tokscale.Core.Sources.MCode;
using Tokscale.Core.Sources.Omp;
using Tokscale.Core.Sources.OpenCode;
using Tokscale.Core.Sources.OpenCodeReview;
using Tokscale.Core.Sources.Pi;
using Tokscale.Core.Sources.PrimeAgent;
using Tokscale.Core.Sources.Qwen;
using Tokscale.Core.Sources.Senpi;
using Tokscale.Core.Sources.Trae;

namespace Tokscale.Core.Sources;

/// <summary>Every source there is. Adding one is a folder and a line here.</summary>
public static class SourceRegistry
{
    /// <summary>All sources, in the order in which reports without a sort list them.</summary>
    public static IReadOnlyList<IUsageSource> All { get; } =
    [
        new AmpSource(),
        new AntigravitySource(),
        new ClaudeSource(),
        new CodexSource(),
        new CommandCodeSource(),
        new CopilotSource(),
        new CursorSource(),
        new DroidSource(),
        new GeminiSource(),
        new GjcSource(),
        new HindsightSource(),
        new JcodeSource(),
        new KimchiSource(),
        new KimiSource(),
        new LmStudioSource(),
        new MCodeSource(),
        new OmpSource(),
        new OpenCodeReviewSource(),
        new OpenCodeSource(),
        new PiSource(),
        new PrimeAgentSource(),
        new QwenSource(),
        new SenpiSource(),
        new TraeSource(),
    ];

    /// <summary>The source with an id, in any case; null when there is none.</summary>
    public static IUsageSource? Find(string id) =>
        All.FirstOrDefault(source => string.Equals(source.Id, id, StringComparison.OrdinalIgnoreCase));
}
