namespace Tokscale.Core.Sources.Kimi;

/// <summary>What the path of a log tells. Both programs keep <c>BASE/sessions/WORKSPACE/SESSION/…/wire.jsonl</c>.</summary>
/// <param name="Base">The program's folder; null when the log does not lie in one.</param>
/// <param name="Workspace">Folder that stands for the working directory; null for imported sessions.</param>
/// <param name="Session">Folder of the session.</param>
/// <param name="AgentId">Folder of the agent below the session's; null when the log is the session's own.</param>
internal sealed record KimiPlace(string? Base, string? Workspace, string Session, string? AgentId)
{
    private const string Sessions = "sessions", ImportedSessions = "imported_sessions";

    public static KimiPlace Of(SourceFile file)
    {
        string[] parts = file.Path.Split('/', '\\');
        int sessions = Array.FindLastIndex(parts, part => part is Sessions or ImportedSessions);
        int session = sessions < 0 ? -1 : parts[sessions] == Sessions ? sessions + 2 : sessions + 1;
        // An agent's log lies two levels below what it belongs to: agents/ID/wire.jsonl.
        bool isAgents = parts.Length > 3 && parts[^3] is ("agents" or "subagents");
        string? agentId = isAgents ? parts[^2] : null;
        if (session < 0 || session >= parts.Length - 1) return new KimiPlace(null, null, isAgents ? parts[^4] : parts[^2], agentId);
        string home = file.Path[..(parts.Take(sessions).Sum(part => part.Length + 1) - 1)];
        return new KimiPlace(home, parts[sessions] == Sessions ? parts[sessions + 1] : null, parts[session], agentId);
    }
}
