using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>DeepSeek's harness: a log of events a session, in zstd frames or plain. See FORMAT.md.</summary>
public sealed class DshSource : UsageSource
{
    public override string Id => "dsh";

    public override string Name => "DeepSeek Harness";

    public override IRecount Recount { get; } = new DshRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".dsh/sessions")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("DSH_HOME", ["sessions"])];

    public override DuplicateRule Duplicates { get; } = new DshRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => DshGeneration.Of(relativePath) is not null;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new DshParser(file, sink);
        JsonLines.Read(reader.OpenPlainOrZstdLines(file), parser, sink);
        parser.AddPending();
    }
}
