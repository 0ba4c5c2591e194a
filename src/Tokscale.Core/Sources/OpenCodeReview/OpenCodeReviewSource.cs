using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.OpenCodeReview;

/// <summary>OpenCodeReview: one JSONL file a review. See FORMAT.md.</summary>
public sealed class OpenCodeReviewSource : UsageSource
{
    public override string Id => "opencodereview";

    public override string Name => "OpenCodeReview";

    public override IRecount Recount { get; } = new OpenCodeReviewRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".opencodereview/sessions")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file), new OpenCodeReviewParser(file, sink), sink);
}
