using Tokscale.Core.Files;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Claude;

/// <summary>Claude Code: JSONL transcripts, one folder a project. See FORMAT.md.</summary>
public sealed class ClaudeSource : IUsageSource
{
    /// <summary>Every counter of a usage block ends like this; inside text the quote would be escaped.</summary>
    private static readonly LineMarker s_marker = new("_tokens\""u8);

    public string Id => "claude";

    public string Name => "Claude Code";

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".claude/projects"),
        new(RootPlace.XdgConfig, "claude/projects"),
        new(RootPlace.Home, ".claude/transcripts"),
        new(RootPlace.Home, ".cc-mirror/*/config/projects"),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("CLAUDE_CONFIG_DIR", ["projects", ""])];

    public TimeSpan? BillingWindow => TimeSpan.FromHours(5);

    public DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(ClaudeCopies.Merge);

    public bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return false;
        // A workflow's journal repeats the results of its agents, usage blocks and all.
        bool isJournal = relativePath.EndsWith("/journal.jsonl", StringComparison.Ordinal);
        return !isJournal || !relativePath.Contains("subagents/", StringComparison.Ordinal);
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new ClaudeParser(file, sink);
        JsonLines.Resume(file, reader, s_marker, parser, sink);
        if (parser.MissedContext)
        {
            // A usage line lacked its time or folder: rare enough to read the file again with the lines between.
            sink.Clear();
            parser = new ClaudeParser(file, sink);
            JsonLines.Read(reader.OpenLines(file), parser, sink);
        }
        if (parser.HasUnnamedSubagent) ClaudeAgentNames.Resolve(file, reader, sink);
    }
}
