using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>LM Studio, a local server: responses printed into its text log. See FORMAT.md.</summary>
public sealed class LmStudioSource : UsageSource
{
    public override string Id => "lmstudio";

    public override string Name => "LM Studio";

    public override IRecount Recount { get; } = new LmStudioRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".lmstudio/server-logs"),
        new(RootPlace.Home, ".cache/lm-studio/server-logs"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("LM_STUDIO_HOME", ["server-logs"])];

    /// <summary>A response is printed when its stream ends and again as the prediction; the fuller one counts.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".log", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new LmStudioParser(file, sink, TimeZoneInfo.Local);
        using LineReader lines = reader.OpenLines(file);
        while (lines.TryRead(out LogLine line)) parser.ReadLine(line);
    }
}
