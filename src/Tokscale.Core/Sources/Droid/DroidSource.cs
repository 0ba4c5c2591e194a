using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Droid;

/// <summary>Factory Droid: one file of running totals a session, beside its transcript. See FORMAT.md.</summary>
public sealed class DroidSource : UsageSource
{
    /// <summary>How file names of totals end; plain <c>settings.json</c> is configuration.</summary>
    internal const string FileEnd = ".settings.json";

    public override string Id => "droid";

    public override string Name => "Factory Droid";

    public override IRecount Recount { get; } = new DroidRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".factory/sessions")];

    public override IReadOnlyList<RootVariable> Variables { get; } =
        [new("FACTORY_HOME_OVERRIDE", [".factory/sessions"]), new("DROID_SESSIONS_DIR", [""])];

    /// <summary>Totals only grow: of two layouts with one session the larger counts.</summary>
    public override DuplicateRule Duplicates { get; } = new WholeFileRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(FileEnd, StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new DroidParser(file, sink).Read(reader);
}
