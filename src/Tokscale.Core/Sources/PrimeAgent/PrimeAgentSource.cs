using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>Prime Agent: a session a file, as a tree of entries; runs of children have files of their own. See FORMAT.md.</summary>
public sealed class PrimeAgentSource : UsageSource
{
    private const string Sessions = "sessions", Artifacts = "session-artifacts", AgentVariable = "PRIME_AGENT_CODING_AGENT_DIR";

    private static readonly string[] s_sessionVariables = ["PRIME_AGENT_SESSION_DIR", "PRIME_AGENT_CODING_AGENT_SESSION_DIR"];

    public override string Id => "prime-agent";

    public override string Name => "Prime Agent";

    public override IRecount Recount { get; } = new PrimeAgentRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".prime/agent/" + Sessions),
        new(RootPlace.Home, ".prime/agent/" + Artifacts),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new(AgentVariable, [Sessions]),
        new(AgentVariable, [Artifacts]),
        .. s_sessionVariables.Select(name => new RootVariable(name, [""])),
    ];

    public override DuplicateRule Duplicates { get; } = new PrimeAgentRule();

    public override bool BillsByLoggedCost => true;

    /// <summary>The list of children repeats what their files say.</summary>
    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        EntryReader.IsLog(relativePath) && !relativePath.EndsWith("rlm-subagents.jsonl", StringComparison.OrdinalIgnoreCase);

    /// <summary>The settings may move the sessions, and runs of children lie beside their folder.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        string[] sessions = [.. s_sessionVariables.SelectMany(home.PathsOf)];
        if (sessions.Length == 0)
        {
            IReadOnlyList<string> moved = home.PathsOf(AgentVariable), agents = moved.Count > 0 ? moved : [Path.Join(home.Path, ".prime", "agent")];
            sessions = [.. EntrySettings.MovedSessions(agents, home)];
        }
        return sessions.SelectMany(folder => (string[])[folder, Path.GetFullPath(Path.Join(folder, "..", Artifacts))]);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new PrimeAgentParser(file, sink);
        try
        {
            JsonLines.Read(reader.OpenLines(file, EntryReader.Marker), parser, sink);
        }
        finally
        {
            parser.Finish();
        }
    }
}
