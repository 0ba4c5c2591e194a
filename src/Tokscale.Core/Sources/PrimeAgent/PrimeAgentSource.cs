using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>Prime Agent: a session a file, as a tree of entries; runs of children have files of their own. See FORMAT.md.</summary>
public sealed class PrimeAgentSource : IUsageSource
{
    public string Id => "prime-agent";

    public string Name => "Prime Agent";

    public IRecount Recount { get; } = new PrimeAgentRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".prime/agent/sessions"),
        new(RootPlace.Home, ".prime/agent/session-artifacts"),
    ];

    public DuplicateRule Duplicates { get; } = new PrimeAgentRule();

    public bool BillsByLoggedCost => true;

    /// <summary>The list of children repeats what their files say.</summary>
    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        EntryReader.IsLog(relativePath) && !relativePath.EndsWith("rlm-subagents.jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
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
