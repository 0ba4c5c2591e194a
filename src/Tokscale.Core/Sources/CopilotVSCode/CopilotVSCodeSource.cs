using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>GitHub Copilot Chat in VS Code and its relatives: chat sessions, and traces where they are turned on. See FORMAT.md.</summary>
public sealed class CopilotVSCodeSource : UsageSource
{
    private const string TracesName = "agent-traces.db", Telemetry = ".copilot/otel";

    /// <summary>Every entry that matters names the list of requests.</summary>
    private static readonly LineMarker s_marker = new("\"requests\""u8);

    /// <summary>Every span that matters has attributes that start like this.</summary>
    private static readonly LineMarker s_telemetryMarker = new("gen_ai."u8);

    private static readonly LineMarker s_logMarker = new("llm_request"u8);

    public override string Id => "copilot-vscode";

    public override string Name => "Copilot Chat (VS Code)";

    public override IRecount Recount { get; } = new CopilotVSCodeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        .. EditorFolders.Of(string.Empty),
        new(RootPlace.Home, Telemetry), new(RootPlace.XdgState, Telemetry), new(RootPlace.XdgConfig, Telemetry),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
        [new("COPILOT_HOME", ["otel"], Adds: true), new("COPILOT_OTEL_FILE_EXPORTER_PATH", [""], Adds: true)];

    public override DuplicateRule Duplicates { get; } = new ChatCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        int slash = relativePath.LastIndexOf('/');
        ReadOnlySpan<char> name = relativePath[(slash + 1)..];
        if (name.SequenceEqual(TracesName)) return true;
        if (slash < 0) return name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> folder = relativePath[..slash];
        bool isLines = name.EndsWith(".jsonl", StringComparison.Ordinal);
        if (LevelInExtension(folder) >= 2) return isLines;
        return (isLines || name.EndsWith(".json", StringComparison.Ordinal)) && IsOfSessions(Path.GetFileName(folder));
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder switch
        {
            "workspaceStorage" or "globalStorage" or "globalStorage/github.copilot-chat" => true,
            "globalStorage/emptyWindowChatSessions" or "globalStorage/transferredChatSessions" => true,
            _ when !relativeFolder.StartsWith("workspaceStorage/", StringComparison.Ordinal) => false,
            _ => relativeFolder.Count('/') == 1 || relativeFolder.EndsWith("/chatSessions", StringComparison.Ordinal)
                || LevelInExtension(relativeFolder) > 0,
        };

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(".db", StringComparison.OrdinalIgnoreCase))
        {
            ChatTraces.Read(file, sink);
            return;
        }
        if (!IsOfSessions(file.FolderName))
        {
            bool isDebugLog = LevelInExtension(file.RelativeFolder) >= 2;
            if (isDebugLog) JsonLines.Read(reader.OpenLines(file, s_logMarker), new ChatLogParser(file, reader, sink), sink);
            else JsonLines.Read(reader.OpenLines(file, s_telemetryMarker), new ChatTelemetryParser(file, sink), sink);
            return;
        }
        var parser = new ChatSessionParser(file, sink);
        if (file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) parser.ReadDocument(reader.ReadDocument(file));
        else JsonLines.Read(reader.OpenLines(file, s_marker), parser, sink);
        parser.AddRows(reader);
    }

    private static bool IsOfSessions(ReadOnlySpan<char> folderName) =>
        folderName is "chatSessions" or "emptyWindowChatSessions" or "transferredChatSessions";

    /// <summary>
    /// How far a folder is on the way to debug logs: 1 for the extension's own in a workspace, whose name has changed its case, 2 for
    /// the one with the logs, 3 for one of a session there, 0 for others.
    /// </summary>
    private static int LevelInExtension(ReadOnlySpan<char> relativeFolder)
    {
        const string Extension = "/github.copilot-chat", Logs = "/debug-logs";
        int start = relativeFolder.IndexOf(Extension, StringComparison.OrdinalIgnoreCase);
        if (start < 0 || !relativeFolder.StartsWith("workspaceStorage/", StringComparison.Ordinal)) return 0;
        ReadOnlySpan<char> rest = relativeFolder[(start + Extension.Length)..];
        if (rest.IsEmpty || rest.SequenceEqual(Logs)) return rest.IsEmpty ? 1 : 2;
        return rest.StartsWith(Logs + "/", StringComparison.Ordinal) && rest.Count('/') == 2 ? 3 : 0;
    }
}
