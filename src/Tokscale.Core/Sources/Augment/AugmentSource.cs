using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Augment;

/// <summary>Augment Code: one JSON document a session. See FORMAT.md.</summary>
public sealed class AugmentSource : IUsageSource
{
    public string Id => "augment";

    public string Name => "Augment Code";

    public IRecount Recount { get; } = new AugmentRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".augment/sessions")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !relativePath.Contains('/');

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => new AugmentParser(file, sink).Read(reader.ReadDocument(file));
}
