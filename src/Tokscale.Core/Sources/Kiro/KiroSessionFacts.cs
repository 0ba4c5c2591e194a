using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>What the turns of a session have in common.</summary>
internal struct KiroSessionFacts
{
    /// <summary>Context of the models that the program has offered so far, where it does not say.</summary>
    public const long ContextWindowDefault = 200_000;

    public NameId Session, Project, Model;

    /// <summary>Size of the model's context in tokens.</summary>
    public long ContextWindow;

    /// <summary>UTC milliseconds since 1970; null when it is not logged.</summary>
    public long? UpdatedMs;

    /// <summary>Reads a <c>model_info</c>.</summary>
    public void ReadModelInfo(ref JsonCursor json, UsageSink sink)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model_id"u8)) Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("context_window_tokens"u8)) ContextWindow = json.ReadLooseCount() is > 0 and var tokens ? tokens : ContextWindowDefault;
            else json.SkipValue();
        }
    }

    /// <summary>Adds a turn as a record.</summary>
    /// <param name="store">The form of the log, since ids are unique within one only.</param>
    /// <param name="index">0-based place of the turn in its session.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="file">Where it was found.</param>
    /// <param name="sink">Gets the record.</param>
    public readonly void Add(ReadOnlySpan<byte> store, int index, in KiroTurn turn, SourceFile file, UsageSink sink)
    {
        NameId model = turn.Model.IsKnown ? turn.Model : Model;
        long? timestampMs = turn.TimestampMs ?? UpdatedMs;
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Model = sink.ModelOrUnknown(model),
            Provider = sink.Name("amazon-bedrock"u8),
            Session = Session,
            Project = Project,
            DurationMs = turn.DurationMs,
        };
        turn.SetCounts(ContextWindow, ref usage);
        UInt128 key = RowKey.Join(RowKey.Join(RowKey.Of(store), RowKey.Of(sink.NameOf(Session))), RowKey.Of([index]));
        if (sink.Add(new UsageRow { Key = key, Event = usage }) && timestampMs is null) sink.Report(ProblemKind.Undated, index + 1);
    }
}
