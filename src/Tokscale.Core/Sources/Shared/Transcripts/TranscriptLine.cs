using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>The fields of one transcript line that matter.</summary>
internal struct TranscriptLine : ILineRecord
{
    public bool IsAssistant, IsSynthetic, IsSidechain, IsApiError;

    /// <summary>UTC milliseconds since 1970; null when the line has no time that can be read.</summary>
    public long? TimestampMs;

    /// <summary>Unknown when the line does not say.</summary>
    public NameId Session, Cwd, Model;

    public JsonTextPlace Uuid, RequestId, MessageId;
    public decimal? CostUsd;
    public bool HasStopReason, HasUsage;
    public TranscriptUsage Usage;

    /// <summary>Where the value of <c>usage.iterations</c> stands, an array; empty when there is none.</summary>
    public Range? Iterations;

    /// <summary>The line tells something to pay beside tokens.</summary>
    public readonly bool IsBilled => Usage.WebSearches > 0 || CostUsd > 0 || Usage.Credits > 0;

    /// <inheritdoc/>
    public readonly bool IsTypical => HasUsage && IsAssistant;

    /// <inheritdoc/>
    public static bool IsObject(int field) => field >= (int)TranscriptField.Message;

    /// <inheritdoc/>
    public static bool IsSteady(int field) => (TranscriptField)field is TranscriptField.Type or TranscriptField.SessionId or TranscriptField.Cwd
        or TranscriptField.IsSidechain or TranscriptField.IsApiError or TranscriptField.Model or TranscriptField.StopReason
        or TranscriptField.Speed or TranscriptField.ServiceTier or TranscriptField.Geography;

    /// <inheritdoc/>
    public static int FieldOf(int parent, scoped in JsonText name) => (int)((TranscriptField)parent switch
    {
        TranscriptField.Line => FieldOfLine(name),
        TranscriptField.Message => FieldOfMessage(name),
        _ => TranscriptUsage.FieldOf((TranscriptField)parent, name),
    });

    /// <inheritdoc/>
    public void Take(int field, ref JsonCursor json, UsageSink sink)
    {
        switch ((TranscriptField)field)
        {
            case TranscriptField.Type: IsAssistant = json.ReadText().Is("assistant"u8); break;
            case TranscriptField.Timestamp: TimestampMs = json.ReadTime(); break;
            case TranscriptField.SessionId: Session = sink.Name(json.ReadText().Utf8); break;
            case TranscriptField.Cwd: Cwd = sink.Name(json.ReadText().Utf8); break;
            case TranscriptField.Uuid: Uuid = json.ReadTextPlace(); break;
            case TranscriptField.RequestId: RequestId = json.ReadTextPlace(); break;
            case TranscriptField.IsSidechain: IsSidechain = json.ReadBool() ?? false; break;
            case TranscriptField.IsApiError: IsApiError = json.ReadBool() ?? false; break;
            case TranscriptField.CostUsd: CostUsd = json.ReadMoney(); break;
            case TranscriptField.MessageId: MessageId = json.ReadTextPlace(); break;
            case TranscriptField.Model: TakeModel(json.ReadText(), sink); break;
            case TranscriptField.StopReason: HasStopReason = !json.ReadText().IsEmpty; break;
            case TranscriptField.Iterations: TakeIterations(ref json); break;
            case TranscriptField.Message:
                MessageId = default;
                (Model, IsSynthetic, HasStopReason, HasUsage) = (default, false, false, false);
                Usage = default;
                Iterations = null;
                break;
            case TranscriptField.Usage:
                HasUsage = json.Peek() == JsonKind.Object;
                Usage = default;
                break;
            default: Usage.Take((TranscriptField)field, ref json); break;
        }
    }

    private void TakeModel(scoped in JsonText model, UsageSink sink)
    {
        Model = sink.Name(model.Utf8);
        IsSynthetic = model.Is("<synthetic>"u8);
    }

    private void TakeIterations(ref JsonCursor json)
    {
        json.Peek();
        int start = json.Position;
        json.SkipValue();
        Iterations = start..json.Position;
    }

    private static TranscriptField FieldOfLine(scoped in JsonText name) =>
        name.Is("type"u8) ? TranscriptField.Type
        : name.Is("message"u8) ? TranscriptField.Message
        : name.Is("timestamp"u8) ? TranscriptField.Timestamp
        : name.Is("sessionId"u8) ? TranscriptField.SessionId
        : name.Is("cwd"u8) ? TranscriptField.Cwd
        : name.Is("uuid"u8) ? TranscriptField.Uuid
        : name.Is("requestId"u8) ? TranscriptField.RequestId
        : name.Is("isSidechain"u8) ? TranscriptField.IsSidechain
        : name.Is("isApiErrorMessage"u8) ? TranscriptField.IsApiError
        : name.Is("costUSD"u8) ? TranscriptField.CostUsd
        : TranscriptField.Other;

    private static TranscriptField FieldOfMessage(scoped in JsonText name) =>
        name.Is("usage"u8) ? TranscriptField.Usage
        : name.Is("id"u8) ? TranscriptField.MessageId
        : name.Is("model"u8) ? TranscriptField.Model
        : name.Is("stop_reason"u8) ? TranscriptField.StopReason
        : TranscriptField.Other;
}
