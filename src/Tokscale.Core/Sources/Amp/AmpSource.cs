using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Amp;

/// <summary>Amp: one JSON document a thread. See FORMAT.md.</summary>
public sealed class AmpSource : UsageSource
{
    public override string Id => "amp";

    public override string Name => "Amp";

    public override IRecount Recount { get; } = new AmpRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "amp/threads")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("AMP_DATA_DIR", ["threads", ""])];

    /// <summary>A thread is rewritten whole: of two copies the one that got further counts.</summary>
    public override DuplicateRule Duplicates { get; } = new WholeFileRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        return name.StartsWith("T-", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new AmpParser(file, sink).Read(reader.ReadDocument(file));
}
