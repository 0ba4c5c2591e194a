using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Chats;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Gemini;

/// <summary>Gemini CLI: a chat a session, as a document or a log of changes. See FORMAT.md.</summary>
public sealed class GeminiSource : UsageSource
{
    private static readonly ChatFormat s_format = new("gemini", static _ => "google");

    public override string Id => "gemini";

    public override string Name => "Gemini CLI";

    public override IRecount Recount { get; } = new ChatRecount("gemini");

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".gemini/tmp")];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new("GEMINI_CLI_HOME", [".gemini/tmp", "tmp", ""]),
        new("GEMINI_DATA_DIR", ["tmp", ""]),
    ];

    public override DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => ChatPaths.IsSearched(relativeFolder);

    public override bool IsLog(ReadOnlySpan<char> relativePath) => ChatPaths.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        NameId project = sink.Name(GeminiProjects.PathOf(ChatPaths.ProjectFolderOf(file), reader, sink));
        ChatReader.Read(file, reader, sink, s_format, project, SubagentNameOf(file.Stem));
    }

    /// <summary>Sub-agents' files are named like them, with a counter; the log itself does not name them.</summary>
    private static string SubagentNameOf(string stem)
    {
        int dash = stem.LastIndexOf('-');
        bool isNamed = dash > 0 && !stem.StartsWith("session-", StringComparison.Ordinal) && !Guid.TryParse(stem, out _);
        return isNamed ? stem[..dash] : "subagent";
    }
}
