using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.OpenCodeReview;

/// <summary>OpenCodeReview: one JSONL file a review. See FORMAT.md.</summary>
public sealed class OpenCodeReviewSource : IUsageSource
{
    public string Id => "opencodereview";

    public string Name => "OpenCodeReview";

    public IRecount Recount { get; } = new OpenCodeReviewRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".opencodereview/sessions")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file), new OpenCodeReviewParser(file, sink), sink);
}
