using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Archiving;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>What the archive has, by client.</summary>
/// <param name="path">Where it is or would be.</param>
/// <param name="status">Null: there is none.</param>
/// <param name="envelope">What goes around it in JSON.</param>
internal sealed class ArchiveStatusView(string path, ArchiveStatus? status, JsonEnvelope envelope)
{
    private readonly IReadOnlyList<ArchiveSourceStatus> _sources = status?.Sources ?? [];
    private readonly ArchiveTotal _total = ArchiveTotal.Sum((status?.Sources ?? []).Select(source => source.Saved));

    public Presentation Present() => new(Table, WriteJson);

    private ReportTable Table() => new(
        status is null ? $"No archive · {path}" : string.Create(CultureInfo.InvariantCulture, $"Archive · {path} · {status.Bytes:N0} bytes"),
        [
            new("client", "Client", ColumnKind.Text) { IsKey = true }, new("logs", "Logs", ColumnKind.Count) { DropRank = 5 },
            new("goneLogs", "Not on disk", ColumnKind.Count) { DropRank = 4 }, new("calls", "Calls", ColumnKind.Count),
            new("tokens", "Tokens", ColumnKind.Count) { DropRank = 1 }, new("callsOnlyHere", "Only here", ColumnKind.Count),
            new("callsNotSaved", "Not saved", ColumnKind.Count), new("first", "First", ColumnKind.Instant) { DropRank = 3 },
            new("last", "Last", ColumnKind.Instant) { DropRank = 2 },
        ],
        [.. _sources.Select(RowOf)])
    {
        Totals = _sources.Count == 0 ? null :
        [
            Cell.Of("Total"), Cell.Of(_sources.Sum(source => (long)source.LogCount)), Cell.Of(_sources.Sum(source => (long)source.GoneLogCount)),
            Cell.Of(_total.Calls), Cell.Of(_total.Tokens), Cell.Of(_sources.Sum(source => source.CallsOnlyHere)),
            Cell.Of(_sources.Sum(source => source.CallsNotSaved)), Cell.Of(_total.FirstMs), Cell.Of(_total.LastMs),
        ],
        Notes = status is null ? [] : [.. status.Machines.Select(NoteOf)],
    };

    private string NoteOf(ArchiveMachine machine)
    {
        string name = machine.IsOwn ? "this machine" : machine.Name ?? machine.Id;
        return string.Create(
            CultureInfo.InvariantCulture, $"{machine.LogCount:N0} logs of {name}, saved {JsonText.Instant(machine.UpdatedMs, envelope.Zone)}");
    }

    private static IReadOnlyList<Cell> RowOf(ArchiveSourceStatus source) =>
    [
        Cell.Of(source.SourceId), Cell.Of((long)source.LogCount), Cell.Of((long)source.GoneLogCount), Cell.Of(source.Saved.Calls),
        Cell.Of(source.Saved.Tokens), Cell.Of(source.CallsOnlyHere), Cell.Of(source.CallsNotSaved), Cell.Of(source.Saved.FirstMs),
        Cell.Of(source.Saved.LastMs),
    ];

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteString("path", path);
        json.WriteBoolean("exists", status is not null);
        json.WriteNumber("bytes", status?.Bytes ?? 0);
        WriteCounts(json, _total, _sources.Sum(source => source.CallsOnlyHere), _sources.Sum(source => source.CallsNotSaved));
        json.WriteStartArray("machines");
        foreach (ArchiveMachine machine in status?.Machines ?? []) Write(json, machine);
        json.WriteEndArray();
        json.WriteStartArray("clients");
        foreach (ArchiveSourceStatus source in _sources)
        {
            json.WriteStartObject();
            json.WriteString("client", source.SourceId);
            json.WriteNumber("logs", source.LogCount);
            json.WriteNumber("goneLogs", source.GoneLogCount);
            WriteCounts(json, source.Saved, source.CallsOnlyHere, source.CallsNotSaved);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private void WriteCounts(Utf8JsonWriter json, in ArchiveTotal saved, long callsOnlyHere, long callsNotSaved)
    {
        json.WriteNumber("calls", saved.Calls);
        json.WriteNumber("tokens", saved.Tokens);
        json.WriteNumber("callsOnlyHere", callsOnlyHere);
        json.WriteNumber("callsNotSaved", callsNotSaved);
        json.WriteInstant("first", saved.FirstMs, envelope.Zone);
        json.WriteInstant("last", saved.LastMs, envelope.Zone);
    }

    private void Write(Utf8JsonWriter json, ArchiveMachine machine)
    {
        json.WriteStartObject();
        json.WriteString("id", machine.Id);
        json.WriteOptional("name", machine.Name);
        json.WriteBoolean("isThisMachine", machine.IsOwn);
        json.WriteNumber("logs", machine.LogCount);
        json.WriteInstant("saved", machine.UpdatedMs, envelope.Zone);
        json.WriteEndObject();
    }
}
