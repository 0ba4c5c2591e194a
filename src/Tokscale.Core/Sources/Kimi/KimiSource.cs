using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>Kimi CLI and its successor Kimi Code: a wire log an agent of a session. See FORMAT.md.</summary>
public sealed class KimiSource : UsageSource
{
    private const string LogName = "wire.jsonl";

    /// <summary>Ends the names <c>token_usage</c> and <c>usage</c>, one of which holds the counts.</summary>
    private static readonly LineMarker s_marker = new("usage\""u8);

    public override string Id => "kimi";

    public override string Name => "Kimi";

    public override IRecount Recount { get; } = new KimiRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".kimi/sessions", UnlessSet: "KIMI_SHARE_DIR"),
        new(RootPlace.Home, ".kimi/imported_sessions", UnlessSet: "KIMI_SHARE_DIR"),
        new(RootPlace.Home, ".kimi-code/sessions", UnlessSet: "KIMI_CODE_HOME"),
        new(RootPlace.AppConfig, "kimi-desktop/daimon-share/daimon/runtime/kimi-code/home/sessions"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new("KIMI_SHARE_DIR", ["sessions"], Adds: true),
        new("KIMI_SHARE_DIR", ["imported_sessions"], Adds: true),
        new("KIMI_CODE_HOME", ["sessions"], Adds: true),
        new("KIMI_DATA_DIR", ["sessions"]),
        new("KIMI_DATA_DIR", ["imported_sessions"]),
    ];

    public override DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(KimiCopies.Merge);

    /// <summary>The server keeps a mirror of the same events.</summary>
    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.EndsWith("/server", StringComparison.Ordinal);

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith("/" + LogName, StringComparison.Ordinal) || relativePath.SequenceEqual(LogName);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new KimiParser(file, reader, sink);
        JsonLines.Read(reader.OpenLines(file, s_marker), parser, sink);
        if (!parser.MissedTime) return;
        // A record without a time takes that of the line before it: rare enough to read the file again, every line whole.
        sink.Clear();
        JsonLines.Read(reader.OpenLines(file), new KimiParser(file, reader, sink), sink);
    }
}
