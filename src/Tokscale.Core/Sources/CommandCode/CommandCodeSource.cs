using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>Command Code: transcripts without counts; tokens are estimated from the text. See FORMAT.md.</summary>
public sealed class CommandCodeSource : IUsageSource
{
    public string Id => "commandcode";

    public string Name => "Command Code";

    public IRecount Recount { get; } = new CommandCodeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".commandcode/projects")];

    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        && !relativePath.EndsWith(".checkpoints.jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        CommandCodeConfig config = CommandCodeConfig.Of(file, reader, sink);
        JsonLines.Read(reader.OpenLines(file), new CommandCodeParser(file, sink, config), sink);
    }
}
