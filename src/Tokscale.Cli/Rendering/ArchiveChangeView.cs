using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Archiving;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>What an update or a merge did to the archive: a sentence for people, a table or JSON for programs.</summary>
internal sealed class ArchiveChangeView(string path, IReadOnlyList<ArchiveSourceChange> changes, JsonEnvelope envelope)
{
    private readonly ArchiveTotal _before = ArchiveTotal.Sum(changes.Select(change => change.Before));
    private readonly ArchiveTotal _after = ArchiveTotal.Sum(changes.Select(change => change.After));

    public Presentation Present() => new(Table, WriteJson) { Text = Sentence() + "\n" };

    private string Sentence()
    {
        int newLogs = changes.Sum(change => change.NewLogs), changedLogs = changes.Sum(change => change.ChangedLogs);
        int agents = changes.Count(change => change.After.Calls > 0);
        string all = string.Create(
            CultureInfo.InvariantCulture, $"the archive has {_after.Calls:N0} calls of {agents} agent{(agents == 1 ? "" : "s")}.");
        if (newLogs + changedLogs == 0) return $"Nothing new: {all}";
        long calls = _after.Calls - _before.Calls, tokens = _after.Tokens - _before.Tokens;
        // Another version of the program may read a log better, and count less.
        string more = calls < 0 ? "fewer" : "more";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Saved {newLogs:N0} new and {changedLogs:N0} changed logs,"
                + $" {Math.Abs(calls):N0} calls and {Math.Abs(tokens):N0} tokens {more}: {all}");
    }

    private ReportTable Table() => new(
        "Archive",
        [
            new("client", "Client", ColumnKind.Text) { IsKey = true }, new("newLogs", "New logs", ColumnKind.Count),
            new("changedLogs", "Changed logs", ColumnKind.Count), new("callsAdded", "Calls added", ColumnKind.Count),
            new("tokensAdded", "Tokens added", ColumnKind.Count), new("calls", "Calls", ColumnKind.Count),
            new("tokens", "Tokens", ColumnKind.Count),
        ],
        [
            .. changes.Select(change => (IReadOnlyList<Cell>)
            [
                Cell.Of(change.SourceId), Cell.Of((long)change.NewLogs), Cell.Of((long)change.ChangedLogs),
                Cell.Of(change.After.Calls - change.Before.Calls), Cell.Of(change.After.Tokens - change.Before.Tokens),
                Cell.Of(change.After.Calls), Cell.Of(change.After.Tokens),
            ]),
        ]);

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteString("path", path);
        json.WriteNumber("newLogs", changes.Sum(change => change.NewLogs));
        json.WriteNumber("changedLogs", changes.Sum(change => change.ChangedLogs));
        WriteTotals(json, _before, _after);
        json.WriteStartArray("clients");
        foreach (ArchiveSourceChange change in changes)
        {
            json.WriteStartObject();
            json.WriteString("client", change.SourceId);
            json.WriteNumber("newLogs", change.NewLogs);
            json.WriteNumber("changedLogs", change.ChangedLogs);
            WriteTotals(json, change.Before, change.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, in ArchiveTotal before, in ArchiveTotal after)
    {
        json.WriteNumber("callsAdded", after.Calls - before.Calls);
        json.WriteNumber("tokensAdded", after.Tokens - before.Tokens);
        json.WriteNumber("calls", after.Calls);
        json.WriteNumber("tokens", after.Tokens);
    }
}
