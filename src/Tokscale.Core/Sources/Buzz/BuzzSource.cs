using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>Buzz: an archive of messages, some of which tell what a turn of its agent used. See FORMAT.md.</summary>
public sealed class BuzzSource : IUsageSource
{
    public string Id => "buzz";

    public string Name => "Buzz";

    public IRecount Recount { get; } = new BuzzRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".buzz/archive")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "archive.db";

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => BuzzArchive.Read(file, sink);
}
