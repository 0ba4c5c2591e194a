using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>Command Code: transcripts; tokens of older ones are estimated from the text. See FORMAT.md.</summary>
public sealed class CommandCodeSource : UsageSource
{
    /// <summary>What the program keeps beside a transcript.</summary>
    private static readonly string[] s_besides = [".checkpoints.jsonl", ".prompts.jsonl"];

    public override string Id => "commandcode";

    public override string Name => "Command Code";

    public override IRecount Recount { get; } = new CommandCodeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".commandcode/projects")];

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return false;
        foreach (string end in s_besides)
        {
            if (relativePath.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        CommandCodeConfig config = CommandCodeConfig.Of(file, reader, sink);
        JsonLines.Read(reader.OpenLines(file), new CommandCodeParser(file, sink, config), sink);
    }
}
