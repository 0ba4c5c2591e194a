using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>GitHub Copilot CLI and App: a database of calls, one of sessions, event logs, telemetry exports. See FORMAT.md.</summary>
public sealed class CopilotSource : UsageSource
{
    private const string StoreName = "session-store.db", AppName = "data.db";

    /// <summary>Every attribute that matters starts like this, in records with usage and in those that only name the session.</summary>
    private static readonly LineMarker s_telemetryMarker = new("gen_ai."u8);

    public override string Id => "copilot";

    public override string Name => "GitHub Copilot CLI";

    public override IRecount Recount { get; } = new CopilotRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".copilot"), new(RootPlace.XdgState, ".copilot"), new(RootPlace.XdgConfig, ".copilot")];

    public override IReadOnlyList<RootVariable> Variables { get; } =
        [new("COPILOT_HOME", [""]), new("COPILOT_OTEL_FILE_EXPORTER_PATH", [""], Adds: true)];

    public override DuplicateRule Duplicates { get; } = new CopilotCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (relativePath is StoreName or AppName) return true;
        if (!relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return false;
        if (relativePath.StartsWith("otel/", StringComparison.Ordinal)) return true;
        if (!relativePath.StartsWith("session-state/", StringComparison.Ordinal)) return false;
        return relativePath.Count('/') == 1 || relativePath.EndsWith("/events.jsonl", StringComparison.Ordinal);
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder is "otel" or "session-state"
        || (relativeFolder.StartsWith("session-state/", StringComparison.Ordinal) && relativeFolder.Count('/') == 1);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.RelativePath == AppName) CopilotApp.Read(file, sink);
        else if (file.Path.EndsWith(".db", StringComparison.OrdinalIgnoreCase)) CopilotStore.Read(file, sink);
        else if (file.RelativePath.StartsWith("session-state/", StringComparison.Ordinal))
        {
            var parser = new CopilotEventsParser(file, sink);
            JsonLines.Read(reader.OpenLines(file), parser, sink);
            parser.Finish();
        }
        else
        {
            var parser = new CopilotTelemetryParser(file, sink);
            JsonLines.Read(reader.OpenLines(file, s_telemetryMarker), parser, sink);
            parser.Finish();
        }
    }
}
