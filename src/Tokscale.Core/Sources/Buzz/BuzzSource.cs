using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>Buzz: an archive of messages, some of which tell what a turn of its agent used. See FORMAT.md.</summary>
public sealed class BuzzSource : UsageSource
{
    public override string Id => "buzz";

    public override string Name => "Buzz";

    public override IRecount Recount { get; } = new BuzzRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".buzz/archive")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "archive.db";

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => BuzzArchive.Read(file, sink);
}
