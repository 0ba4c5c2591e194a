using Tokscale.Core.Sources.Amp;
using Tokscale.Core.Sources.Antigravity;
using Tokscale.Core.Sources.AntigravityCli;
using Tokscale.Core.Sources.Augment;
using Tokscale.Core.Sources.CherryStudio;
using Tokscale.Core.Sources.Claude;
using Tokscale.Core.Sources.ClaudeScience;
using Tokscale.Core.Sources.Cline;
using Tokscale.Core.Sources.CodeBuddy;
using Tokscale.Core.Sources.Codebuff;
using Tokscale.Core.Sources.CodeWhale;
using Tokscale.Core.Sources.Codex;
using Tokscale.Core.Sources.CommandCode;
using Tokscale.Core.Sources.Copilot;
using Tokscale.Core.Sources.CopilotVSCode;
using Tokscale.Core.Sources.Crush;
using Tokscale.Core.Sources.Cursor;
using Tokscale.Core.Sources.DevinCli;
using Tokscale.Core.Sources.DevinDesktop;
using Tokscale.Core.Sources.Droid;
using Tokscale.Core.Sources.Dsh;
using Tokscale.Core.Sources.Forge;
using Tokscale.Core.Sources.Freebuff;
using Tokscale.Core.Sources.Fx;
using Tokscale.Core.Sources.Gemini;
using Tokscale.Core.Sources.Gjc;
using Tokscale.Core.Sources.Goose;
using Tokscale.Core.Sources.Grok;
using Tokscale.Core.Sources.Hermes;
using Tokscale.Core.Sources.Hindsight;
using Tokscale.Core.Sources.IbmBob;
using Tokscale.Core.Sources.Jcode;
using Tokscale.Core.Sources.Junie;
using Tokscale.Core.Sources.Kilo;
using Tokscale.Core.Sources.KiloCode;
using Tokscale.Core.Sources.Kimchi;
using Tokscale.Core.Sources.Kimi;
using Tokscale.Core.Sources.Kiro;
using Tokscale.Core.Sources.LmStudio;
using Tokscale.Core.Sources.MCode;
using Tokscale.Core.Sources.MiCode;
using Tokscale.Core.Sources.Muse;
using Tokscale.Core.Sources.Mux;
using Tokscale.Core.Sources.NineRouter;
using Tokscale.Core.Sources.Omp;
using Tokscale.Core.Sources.OpenClaude;
using Tokscale.Core.Sources.OpenClaw;
using Tokscale.Core.Sources.OpenCode;
using Tokscale.Core.Sources.OpenCodeReview;
using Tokscale.Core.Sources.Pi;
using Tokscale.Core.Sources.PrimeAgent;
using Tokscale.Core.Sources.Qoder;
using Tokscale.Core.Sources.QuickDesk;
using Tokscale.Core.Sources.Qwen;
using Tokscale.Core.Sources.Reasonix;
using Tokscale.Core.Sources.RooCode;
using Tokscale.Core.Sources.Senpi;
using Tokscale.Core.Sources.Synthetic;
using Tokscale.Core.Sources.Trae;
using Tokscale.Core.Sources.Unsloth;
using Tokscale.Core.Sources.Vibe;
using Tokscale.Core.Sources.Warp;
using Tokscale.Core.Sources.WorkBuddy;
using Tokscale.Core.Sources.ZCode;
using Tokscale.Core.Sources.Zed;
using Tokscale.Core.Sources.Zerostack;

namespace Tokscale.Core.Sources;

/// <summary>Every source there is. Adding one is a folder and a line here.</summary>
public static class SourceRegistry
{
    /// <summary>All sources, in the order in which reports without a sort list them.</summary>
    public static IReadOnlyList<IUsageSource> All { get; } =
    [
        new AmpSource(),
        new AntigravityCliSource(),
        new AntigravitySource(),
        new AugmentSource(),
        new CherryStudioSource(),
        new ClaudeScienceSource(),
        new ClaudeSource(),
        new ClineSource(),
        new CodeBuddySource(),
        new CodebuffSource(),
        new CodeWhaleSource(),
        new CodexSource(),
        new CommandCodeSource(),
        new CopilotSource(),
        new CopilotVSCodeSource(),
        new CrushSource(),
        new CursorSource(),
        new DevinCliSource(),
        new DevinDesktopSource(),
        new DroidSource(),
        new DshSource(),
        new ForgeSource(),
        new FreebuffSource(),
        new FxSource(),
        new GeminiSource(),
        new GjcSource(),
        new GooseSource(),
        new GrokSource(),
        new HermesSource(),
        new HindsightSource(),
        new IbmBobSource(),
        new JcodeSource(),
        new JunieSource(),
        new KiloCodeSource(),
        new KiloSource(),
        new KimchiSource(),
        new KimiSource(),
        new KiroSource(),
        new LmStudioSource(),
        new MCodeSource(),
        new MiCodeSource(),
        new MuseSource(),
        new MuxSource(),
        new NineRouterSource(),
        new OmpSource(),
        new OpenClaudeSource(),
        new OpenClawSource(),
        new OpenCodeReviewSource(),
        new OpenCodeSource(),
        new PiSource(),
        new PrimeAgentSource(),
        new QoderSource(),
        new QuickDeskSource(),
        new QwenSource(),
        new ReasonixSource(),
        new RooCodeSource(),
        new SenpiSource(),
        new SyntheticSource(),
        new TraeSource(),
        new UnslothSource(),
        new VibeSource(),
        new WarpSource(),
        new WorkBuddySource(),
        new ZCodeSource(),
        new ZedSource(),
        new ZerostackSource(),
    ];

    /// <summary>The source with an id, in any case; null when there is none.</summary>
    public static IUsageSource? Find(string id) =>
        All.FirstOrDefault(source => string.Equals(source.Id, id, StringComparison.OrdinalIgnoreCase));
}
