using Tokscale.Core.Sources.Amp;
using Tokscale.Core.Sources.Claude;
using Tokscale.Core.Sources.Cline;
using Tokscale.Core.Sources.Codex;
using Tokscale.Core.Sources.Copilot;
using Tokscale.Core.Sources.CopilotVSCode;
using Tokscale.Core.Sources.Cursor;
using Tokscale.Core.Sources.Droid;
using Tokscale.Core.Sources.KiloCode;
using Tokscale.Core.Sources.OpenCode;
using Tokscale.Core.Sources.RooCode;

namespace Tokscale.Core.Sources;

/// <summary>Every source there is. Adding one is a folder and a line here.</summary>
public static class SourceRegistry
{
    /// <summary>All sources, in the order in which reports without a sort list them.</summary>
    public static IReadOnlyList<IUsageSource> All { get; } =
    [
        new AmpSource(),
        new ClaudeSource(),
        new ClineSource(),
        new CodexSource(),
        new CopilotSource(),
        new CopilotVSCodeSource(),
        new CursorSource(),
        new DroidSource(),
        new KiloCodeSource(),
        new OpenCodeSource(),
        new RooCodeSource(),
    ];

    /// <summary>The source with an id, in any case; null when there is none.</summary>
    public static IUsageSource? Find(string id) =>
        All.FirstOrDefault(source => string.Equals(source.Id, id, StringComparison.OrdinalIgnoreCase));
}
