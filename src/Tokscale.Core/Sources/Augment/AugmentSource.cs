using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Augment;

/// <summary>Augment Code: one JSON document a session. See FORMAT.md.</summary>
public sealed class AugmentSource : UsageSource
{
    public override string Id => "augment";

    public override string Name => "Augment Code";

    public override IRecount Recount { get; } = new AugmentRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".augment/sessions")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !relativePath.Contains('/');

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new AugmentParser(file, sink).Read(reader.ReadDocument(file));
}
