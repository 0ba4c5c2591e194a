using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>LM Studio, a local server: responses printed into its text log. See FORMAT.md.</summary>
public sealed class LmStudioSource : IUsageSource
{
    public string Id => "lmstudio";

    public string Name => "LM Studio";

    public IRecount Recount { get; } = new LmStudioRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".lmstudio/server-logs"),
        new(RootPlace.Home, ".cache/lm-studio/server-logs"),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("LM_STUDIO_HOME", ["server-logs"])];

    /// <summary>A response is printed when its stream ends and again as the prediction; the fuller one counts.</summary>
    public DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".log", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new LmStudioParser(file, sink, TimeZoneInfo.Local);
        using LineReader lines = reader.OpenLines(file);
        while (lines.TryRead(out LogLine line)) parser.ReadLine(line);
    }
}
