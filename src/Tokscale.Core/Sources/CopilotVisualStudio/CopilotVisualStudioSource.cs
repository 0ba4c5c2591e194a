using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVisualStudio;

/// <summary>GitHub Copilot in Visual Studio: telemetry that it keeps in the folder for temporary files. See FORMAT.md.</summary>
public sealed class CopilotVisualStudioSource : UsageSource
{
    private const string Traces = "VSGitHubCopilotLogs/traces";

    /// <summary>Every span that matters has attributes that start like this.</summary>
    private static readonly LineMarker s_marker = new("gen_ai.usage."u8);

    public override string Id => "copilot-visualstudio";

    public override string Name => "Copilot Chat (Visual Studio)";

    public override IRecount Recount { get; } = new CopilotVisualStudioRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppData, "Temp/" + Traces, RootSystems.Windows),
        new(RootPlace.Home, "Library/Caches/" + Traces, RootSystems.MacOS),
        new(RootPlace.Home, ".cache/" + Traces, RootSystems.Linux),
    ];

    /// <summary>The folder for temporary files is the one that these name.</summary>
    public override IReadOnlyList<RootVariable> Variables { get; } = [new("TMP", [Traces], Adds: true), new("TEMP", [Traces], Adds: true)];

    /// <summary>A span may be written again while it grows, also into the next file.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.BestCopy;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.Contains("_VSGitHubCopilot_traces", StringComparison.OrdinalIgnoreCase)
        && relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file, s_marker), new CopilotVisualStudioParser(file, sink), sink);
}
