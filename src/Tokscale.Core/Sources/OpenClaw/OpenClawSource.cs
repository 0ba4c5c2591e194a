using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>OpenClaw and what it was called before: sessions as files, as a database, and rollouts of an agent inside. See FORMAT.md.</summary>
public sealed class OpenClawSource : UsageSource
{
    private static readonly EntryFormat s_format = new()
    {
        Identity = EntryIdentity.Event,
        CountsCustomEntries = false,
        RemembersModelOfCalls = true,
        IsBookkeeping = OpenClawEntries.IsBookkeeping,
        OtherLinkOf = OpenClawEntries.LinkOfRollout,
    };

    public override string Id => "openclaw";

    public override string Name => "OpenClaw";

    public override IRecount Recount { get; } = new OpenClawRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        .. from folder in (string[])[".openclaw", ".clawdbot", ".moltbot", ".moldbot", ".qclaw"]
           select new SourceRoot(RootPlace.Home, folder + "/agents"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new("OPENCLAW_STATE_DIR", ["agents", ""]),
        new("OPENCLAW_DIR", ["agents", ""]),
    ];

    public override DuplicateRule Duplicates { get; } = new OpenClawRule();

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        OpenClawPaths.IsSession(relativePath) || OpenClawPaths.IsDatabase(relativePath) || OpenClawPaths.IsRollout(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        string agent = OpenClawPaths.AgentOf(file);
        EntryFormat format = s_format with { AgentName = agent };
        if (OpenClawPaths.IsRollout(file.RelativePath)) RolloutReader.Read(file, reader, sink, new RolloutProgram(agent, "unknown"));
        else if (OpenClawPaths.IsDatabase(file.RelativePath)) OpenClawDatabase.Read(file, reader, sink, format);
        else ReadSession(file, reader, sink, format);
    }

    private static void ReadSession(SourceFile file, FileReader reader, UsageSink sink, EntryFormat format)
    {
        var parser = new EntryParser(file, sink, format);
        OpenClawColdParser? cold = OpenClawPaths.IsCold(file.RelativePath) ? new OpenClawColdParser(parser) : null;
        try
        {
            bool isCompressed = file.Path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);
            if (cold is not null) JsonLines.Read(isCompressed ? reader.OpenZstdLines(file) : reader.OpenLines(file), cold, sink);
            else if (isCompressed) JsonLines.Read(reader.OpenZstdLines(file, EntryReader.Marker), parser, sink);
            else JsonLines.Resume(file, reader, EntryReader.Marker, parser, sink);
        }
        finally
        {
            parser.Finish(cold?.Session ?? OpenClawPaths.SessionOf(file), project: null);
        }
    }
}
