using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>
/// Reads one conversation. Generations have the calls that gave answers; steps repeat most of them and add those made in the
/// background. An id tells which is which.
/// </summary>
internal sealed class AntigravityDatabase
{
    private const int RetriesField = 17, StepRetriesField = 28, RetryUsageField = 2;

    private readonly SqliteReader _database;
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly NameId _session;
    private readonly Dictionary<UInt128, long> _timeOfCall = [];
    private readonly Dictionary<long, long> _timeOfStep = [];
    private NameId _project;
    private long? _createdMs;

    private AntigravityDatabase(SqliteReader database, SourceFile file, UsageSink sink)
    {
        (_database, _file, _sink) = (database, file, sink);
        _session = sink.Name(file.Stem);
    }

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("gen_metadata", "data")) return;
        var parser = new AntigravityDatabase(database, file, sink);
        parser.ReadTrajectory();
        parser.ReadStepTimes();
        foreach (SqliteRow row in database.Select("gen_metadata", ["idx", "data"])) parser.ReadGeneration(row);
        if (!database.HasColumn("steps", "metadata")) return;
        foreach (SqliteRow row in database.Select("steps", ["idx", "metadata"])) parser.ReadStep(row);
    }

    private void ReadTrajectory()
    {
        const int WorkspaceField = 1, UriField = 1, CreatedField = 2;
        if (!_database.HasColumn("trajectory_metadata_blob", "data")) return;
        foreach (SqliteRow row in _database.Select("trajectory_metadata_blob", ["data"]))
        {
            ReadOnlySpan<byte> workspace = AntigravityFields.Find(row.Text(0), out _, WorkspaceField);
            ReadOnlySpan<byte> uri = AntigravityFields.Find(workspace, out _, UriField);
            if (!uri.IsEmpty) _project = _sink.Name(FileUri.ToPath(Encoding.UTF8.GetString(uri)));
            _createdMs ??= AntigravityFields.TimeOf(AntigravityFields.Find(row.Text(0), out _, CreatedField));
        }
    }

    /// <summary>Generations of some versions have no time; the step of the same call has.</summary>
    private void ReadStepTimes()
    {
        if (!_database.HasColumn("steps", "metadata")) return;
        foreach (SqliteRow row in _database.Select("steps", ["idx", "metadata"]))
        {
            AntigravityRecord step = AntigravityRecord.ReadStep(row.Text(1));
            if (!step.IsValid || step.TimestampMs is not { } timestampMs) continue;
            if (row.Count(0) is { } index) _timeOfStep.TryAdd(index, timestampMs);
            AntigravityUsage usage = AntigravityUsage.Read(step.Usage);
            if (!usage.CallId.IsEmpty) _timeOfCall.TryAdd(RowKey.Of(usage.CallId), timestampMs);
        }
    }

    private void ReadGeneration(in SqliteRow row)
    {
        const int ChatModelField = 1;
        AntigravityRecord record = AntigravityRecord.ReadGeneration(row.Text(1));
        if (!record.IsValid)
        {
            row.ReportMalformed();
            return;
        }
        Add(record, record.Usage, row, "gen"u8, place: 0);
        AddRetries(record, AntigravityFields.Find(row.Text(1), out _, ChatModelField), RetriesField, row, "gen"u8);
    }

    private void ReadStep(in SqliteRow row)
    {
        AntigravityRecord record = AntigravityRecord.ReadStep(row.Text(1));
        if (!record.IsValid)
        {
            row.ReportMalformed();
            return;
        }
        Add(record, record.Usage, row, "step"u8, place: 0);
        AddRetries(record, row.Text(1), StepRetriesField, row, "step"u8);
    }

    /// <summary>Calls that failed and were made again.</summary>
    private void AddRetries(in AntigravityRecord record, ReadOnlySpan<byte> message, int retriesField, in SqliteRow row, ReadOnlySpan<byte> table)
    {
        var fields = new ProtobufReader(message);
        for (int place = 1; fields.TryRead(); place++)
        {
            if (fields.Field == retriesField) Add(record, AntigravityFields.Find(fields.Bytes, out _, RetryUsageField), row, table, place);
        }
    }

    private void Add(in AntigravityRecord record, ReadOnlySpan<byte> usageMessage, in SqliteRow row, ReadOnlySpan<byte> table, int place)
    {
        if (usageMessage.IsEmpty) return;
        AntigravityUsage usage = AntigravityUsage.Read(usageMessage);
        if (!usage.IsValid)
        {
            row.ReportMalformed();
            return;
        }
        UInt128 key = usage.CallId.IsEmpty
            ? RowKey.Join(RowKey.Join(RowKey.Of(_file.Path), RowKey.Of(table)), RowKey.Of([row.Count(0) ?? row.Number, place]))
            : RowKey.Of(usage.CallId);
        string model = AntigravityModels.IdOf(usage.Model, record);
        long? timestampMs = record.TimestampMs ?? TimeOfStep(key, row) ?? _createdMs;
        bool isAdded = _sink.Add(new UsageRow
        {
            Key = key,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? _file.ModifiedMs,
                Tokens = usage.Tokens(),
                Model = _sink.Name(model),
                Provider = _sink.Name(ModelProvider.Of(model)),
                Session = _session,
                Project = _project,
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) _sink.Report(ProblemKind.Undated, row.Number);
    }

    private long? TimeOfStep(UInt128 key, in SqliteRow row)
    {
        if (_timeOfCall.TryGetValue(key, out long timestampMs)) return timestampMs;
        return row.Count(0) is { } index && _timeOfStep.TryGetValue(index, out timestampMs) ? timestampMs : null;
    }
}
