using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Chats;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>
/// Qwen Code: a log of chat records a session, and a ledger of all calls; before 0.4 the documents of the agent it was copied from.
/// See FORMAT.md.
/// </summary>
public sealed class QwenSource : UsageSource
{
    private const string Subagents = "subagents";

    /// <summary>What lies in the agent's folder: logs of today, of its first versions, and the ledger.</summary>
    private static readonly string[] s_folders = ["projects", "tmp", "usage"];

    /// <summary>Holds the counts; inside text the quotes would be escaped.</summary>
    private static readonly LineMarker s_marker = new("\"usageMetadata\""u8);

    private static readonly ChatFormat s_documents = new("qwen", QwenModels.ProviderOf);

    public override string Id => "qwen";

    public override string Name => "Qwen Code";

    public override IRecount Recount { get; } = new QwenRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [.. s_folders.Select(folder => new SourceRoot(RootPlace.Home, ".qwen/" + folder))];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        .. from name in (string[])["QWEN_RUNTIME_DIR", "QWEN_HOME", "QWEN_DATA_DIR"]
           from folder in s_folders
           select new RootVariable(name, [folder]),
    ];

    public override DuplicateRule Duplicates { get; } = new QwenRule();

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        ChatPaths.IsSearched(relativeFolder) || ChatPaths.IsBelow(relativeFolder, Subagents);

    public override bool IsLog(ReadOnlySpan<char> relativePath) => ChatPaths.IsLog(relativePath) || IsSubagentLog(relativePath) || IsLedger(relativePath);

    /// <summary>The settings may move the logs.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string own = home.PathsOf("QWEN_HOME").FirstOrDefault() ?? Path.Join(home.Path, ".qwen");
        string settings = Path.Join(own, "settings.json");
        if (!FileStatus.Of(settings).IsFile) return [];
        string? folder = QwenSettings.OutputFolderIn(settings, home);
        return folder is null ? [] : s_folders.Select(name => Path.Join(home.Expand(folder), name));
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (ChatPaths.IsDocument(file))
        {
            ChatReader.Read(file, reader, sink, s_documents, sink.Name(Path.GetFileName(ChatPaths.ProjectFolderOf(file))), "subagent");
            return;
        }
        if (IsLedger(file.RelativePath))
        {
            JsonLines.Read(reader.OpenLines(file), new QwenLedgerParser(file, sink), sink);
            return;
        }
        bool isSubagent = IsSubagentLog(file.RelativePath);
        var parser = new QwenParser(file, isSubagent ? QwenAgent.Of(file, reader, sink) : null, isSubagent, sink);
        JsonLines.Read(reader.OpenLines(file, s_marker), parser, sink);
    }

    private static bool IsSubagentLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".jsonl", StringComparison.Ordinal) && relativePath.Contains($"/{Subagents}/", StringComparison.Ordinal);

    /// <summary>A month of the ledger, below the folder that is its root or <c>usage</c> below the agent's own.</summary>
    private static bool IsLedger(ReadOnlySpan<char> relativePath)
    {
        const string Folder = "usage/";
        ReadOnlySpan<char> name = relativePath.StartsWith(Folder, StringComparison.Ordinal) ? relativePath[Folder.Length..] : relativePath;
        return name.StartsWith("token-usage-", StringComparison.Ordinal) && name.EndsWith(".jsonl", StringComparison.Ordinal) && !name.Contains('/');
    }
}
