using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>A row of either table that holds usage, borrowed from its protobuf.</summary>
internal ref struct AntigravityRecord
{
    /// <summary>The block of the call that gave the answer; empty when there is none.</summary>
    public ReadOnlySpan<byte> Usage;

    /// <summary>Name of the model that answered, a label for people, and the model's number.</summary>
    public ReadOnlySpan<byte> ResponseModel, Label;
    public long Model;

    /// <summary>UTC milliseconds since 1970; null when the row does not say.</summary>
    public long? TimestampMs;

    /// <summary>False when the bytes are no message of the kind.</summary>
    public bool IsValid;

    /// <summary>The table of generations: all is in one message.</summary>
    public static AntigravityRecord ReadGeneration(ReadOnlySpan<byte> row)
    {
        const int ChatModelField = 1, ModelField = 3, UsageField = 4, StartField = 9, StartTimeField = 4, ResponseModelField = 19, LabelField = 21;
        var record = default(AntigravityRecord);
        ReadOnlySpan<byte> chatModel = AntigravityFields.Find(row, out record.IsValid, ChatModelField);
        var fields = new ProtobufReader(chatModel);
        while (fields.TryRead())
        {
            switch (fields.Field)
            {
                case ModelField: record.Model = fields.Count; break;
                case UsageField: record.Usage = fields.Bytes; break;
                case StartField: record.TimestampMs = AntigravityFields.TimeOf(AntigravityFields.Find(fields.Bytes, out _, StartTimeField)); break;
                case ResponseModelField: record.ResponseModel = fields.Bytes; break;
                case LabelField: record.Label = fields.Bytes; break;
            }
        }
        record.IsValid &= !fields.HasFailed;
        return record;
    }

    /// <summary>The table of steps.</summary>
    public static AntigravityRecord ReadStep(ReadOnlySpan<byte> row)
    {
        const int CreatedField = 1, FinishedField = 8, UsageField = 9, ModelInfoField = 24;
        var record = default(AntigravityRecord);
        var fields = new ProtobufReader(row);
        while (fields.TryRead())
        {
            switch (fields.Field)
            {
                case CreatedField: record.TimestampMs = AntigravityFields.TimeOf(fields.Bytes) ?? record.TimestampMs; break;
                case FinishedField: record.TimestampMs ??= AntigravityFields.TimeOf(fields.Bytes); break;
                case UsageField: record.Usage = fields.Bytes; break;
                case ModelInfoField: record.ReadModelInfo(fields.Bytes); break;
            }
        }
        record.IsValid = !fields.HasFailed;
        return record;
    }

    private void ReadModelInfo(ReadOnlySpan<byte> info)
    {
        const int ModelField = 1, NameField = 8, LabelField = 12;
        var fields = new ProtobufReader(info);
        while (fields.TryRead())
        {
            if (fields.Field == ModelField) Model = fields.Count;
            else if (fields.Field == NameField) ResponseModel = fields.Bytes;
            else if (fields.Field == LabelField) Label = fields.Bytes;
        }
    }
}
