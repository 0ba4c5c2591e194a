using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>Antigravity's CLI and the newer store of its editor: one SQLite database a conversation. See FORMAT.md.</summary>
public sealed class AntigravityCliSource : UsageSource
{
    private const string Conversations = "conversations", GeminiFolder = ".gemini";

    /// <summary>The programs that share the format, each with a folder below Gemini's.</summary>
    private static readonly string[] s_programs = ["antigravity-cli", "antigravity-acp", "antigravity-ide", "antigravity"];

    public override string Id => "antigravity-cli";

    public override string Name => "Antigravity CLI";

    public override IRecount Recount { get; } = new AntigravityCliRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, GeminiFolder)];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("GEMINI_CLI_HOME", [GeminiFolder]), new("ANTIGRAVITY_DATA_DIR", [""])];

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".db", StringComparison.Ordinal)
        && (!relativePath.Contains('/') || relativePath.Contains(Conversations + "/", StringComparison.Ordinal));

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder)
    {
        int slash = relativeFolder.IndexOf('/');
        ReadOnlySpan<char> first = slash < 0 ? relativeFolder : relativeFolder[..slash];
        if (first.SequenceEqual(Conversations)) return true;
        bool isProgram = false;
        foreach (string program in s_programs) isProgram |= first.SequenceEqual(program);
        if (!isProgram || slash < 0) return isProgram;
        ReadOnlySpan<char> below = relativeFolder[(slash + 1)..];
        return below.SequenceEqual(Conversations) || below.StartsWith(Conversations + "/", StringComparison.Ordinal);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        // Only in a folder of conversations, which a variable names, do they lie side by side with nothing above.
        bool isForeign = Path.GetFileName(file.Root) == GeminiFolder && !file.RelativePath.Contains('/');
        if (!isForeign) AntigravityDatabase.Read(file, sink);
    }
}
