using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>One of <c>usage.iterations</c>: a call that a response made on the side, its counters beside its type and model.</summary>
internal struct TranscriptIteration : ILineRecord
{
    public bool IsAdvisor, IsCompaction;

    /// <summary>Unknown when the call does not say.</summary>
    public NameId Model;

    public TranscriptUsage Usage;

    /// <inheritdoc/>
    public readonly bool IsTypical => false;

    /// <inheritdoc/>
    public static bool IsObject(int field) => TranscriptLine.IsObject(field);

    /// <inheritdoc/>
    public static bool IsSteady(int field) => false;

    /// <inheritdoc/>
    public static int FieldOf(int parent, scoped in JsonText name) => (int)(parent != ILineRecord.Root
        ? TranscriptUsage.FieldOf((TranscriptField)parent, name)
        : name.Is("type"u8) ? TranscriptField.Type
        : name.Is("model"u8) ? TranscriptField.Model
        : TranscriptUsage.FieldOf(TranscriptField.Usage, name));

    /// <inheritdoc/>
    public void Take(int field, ref JsonCursor json, UsageSink sink)
    {
        switch ((TranscriptField)field)
        {
            case TranscriptField.Type: TakeType(json.ReadText()); break;
            case TranscriptField.Model: Model = sink.Name(json.ReadText().Utf8); break;
            case TranscriptField.Iterations: json.SkipValue(); break;
            default: Usage.Take((TranscriptField)field, ref json); break;
        }
    }

    private void TakeType(scoped in JsonText type)
    {
        IsAdvisor = type.Is("advisor_message"u8);
        IsCompaction = type.Is("compaction"u8);
    }
}
