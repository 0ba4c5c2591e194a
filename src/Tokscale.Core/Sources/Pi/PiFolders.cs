using Tokscale.Core.Files;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.Pi;

/// <summary>Places of sessions that depend on what the agent's folder holds.</summary>
internal static class PiFolders
{
    /// <summary>Moves the agent's folder.</summary>
    public const string AgentVariable = "PI_CODING_AGENT_DIR";

    /// <summary>A fork took the variable over; a folder below its own is not ours.</summary>
    private const string FolderOfFork = ".omp";

    /// <summary>Name the folder of the sessions.</summary>
    public static IReadOnlyList<string> SessionVariables { get; } = ["PI_CODING_AGENT_SESSION_DIR", "PI_AGENT_DIR"];

    public static IEnumerable<string> Find(HomeDirectory home)
    {
        if (SessionVariables.Any(name => home.Variable(name) is not null)) yield break;
        bool isMoved = home.Variable(AgentVariable) is not null;
        foreach (string agent in AgentFoldersOf(home))
        {
            if (isMoved) yield return Path.Join(agent, "sessions");
            if (FileStatus.Of(agent).Kind != FileStatus.FileKind.Folder) continue;
            // One version wrote sessions beside the folder for them.
            foreach (string stray in LogsIn(agent)) yield return stray;
            foreach (string moved in EntrySettings.MovedSessions([agent], home)) yield return moved;
        }
    }

    private static IReadOnlyList<string> AgentFoldersOf(HomeDirectory home)
    {
        string[] moved = [.. home.PathsOf(AgentVariable).Where(path => !path.Split('/', '\\').Contains(FolderOfFork))];
        return moved.Length > 0 ? moved : [Path.Join(home.Path, ".pi", "agent")];
    }

    private static string[] LogsIn(string folder)
    {
        try
        {
            string[] logs = Directory.GetFiles(folder, "*.jsonl");
            Array.Sort(logs, StringComparer.Ordinal);
            return logs;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // The sessions' own folder below is a root, and reports what cannot be read.
        }
    }
}
