using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>DeepSeek's harness: a log of events a session, in zstd frames or plain. See FORMAT.md.</summary>
public sealed class DshSource : IUsageSource
{
    public string Id => "dsh";

    public string Name => "DeepSeek Harness";

    public IRecount Recount { get; } = new DshRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".dsh/sessions")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("DSH_HOME", ["sessions"])];

    public DuplicateRule Duplicates { get; } = new DshRule();

    public bool IsLog(ReadOnlySpan<char> relativePath) => DshGeneration.Of(relativePath) is not null;

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new DshParser(file, sink);
        JsonLines.Read(reader.OpenPlainOrZstdLines(file), parser, sink);
        parser.AddPending();
    }
}
