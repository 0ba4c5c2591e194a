using System.CommandLine;
using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Commands;

/// <summary>Every source: where it was looked for, and what was found.</summary>
internal static class ClientsCommand
{
    private static readonly Option<bool> s_all = Flags.Switch("--all", "Also agents without logs on this machine");

    public static CliCommand Create() =>
        new("clients", "Every agent: where its logs were looked for and what they hold", ClientGroup, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    private static OptionGroup ClientGroup { get; } = new("Filters", [.. FilterOptions.Clients, s_all, FilterOptions.Timezone]);

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        ScanResult scan = run.Scan();
        JsonEnvelope envelope = run.Envelope(scan);
        return run.Finish(new Presentation(() => Table(Shown(context, scan), run.Home.Path), json => Write(json, scan, envelope)), scan);
    }

    /// <summary>By use; those that nothing was found of only when asked for.</summary>
    private static IEnumerable<SourceScan> Shown(CommandContext context, ScanResult scan) =>
        scan.Sources.Where(source => context.Has(s_all) || source.FileCount > 0 || source.Problems.Count > 0).OrderByDescending(Messages);

    private static ReportTable Table(IEnumerable<SourceScan> sources, string home)
    {
        ReportColumn[] columns =
        [
            new("client", "Client", ColumnKind.Text) { IsKey = true }, new("label", "Name", ColumnKind.Text) { DropRank = 3 },
            new("files", "Files", ColumnKind.Count) { DropRank = 1 }, new("bytes", "Bytes", ColumnKind.Count) { DropRank = 2 },
            new("messageCount", "Messages", ColumnKind.Count), new("duplicates", "Copies dropped", ColumnKind.Count) { DropRank = 4 },
            new("problems", "Problems", ColumnKind.Count), new("paths", "Looked in", ColumnKind.Path),
        ];
        List<IReadOnlyList<Cell>> rows =
        [
            .. sources.Select(source => (IReadOnlyList<Cell>)
            [
                Cell.Of(source.Source.Id), Cell.Of(source.Source.Name), Cell.Of((long)source.FileCount), Cell.Of(source.FileBytes),
                Cell.Of(Messages(source)), Cell.Of((long)source.DuplicatesDropped), Cell.Of(source.Problems.Sum(problem => (long)problem.Count)),
                Cell.Of(PathsOf(source, home)),
            ]),
        ];
        return new ReportTable("Agents", columns, rows);
    }

    /// <summary>The places that exist; the first of all when none does.</summary>
    private static string PathsOf(SourceScan source, string home)
    {
        string[] found = [.. source.Roots.Where(root => root.Exists).Select(root => Short(root.Path, home))];
        if (found.Length > 0) return string.Join(", ", found);
        if (source.Roots.Count > 0) return Short(source.Roots[0].Path, home) + " (missing)";
        return IsFilter(source) ? "filter: its calls are in the logs of other agents" : "";
    }

    /// <summary>It has no logs of its own: as a client it selects calls of others.</summary>
    private static bool IsFilter(SourceScan source) => source.Source is { Gateway: not null, Roots.Count: 0 };

    private static string Short(string path, string home) =>
        path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "~" + path[home.Length..] : path;

    private static long Messages(SourceScan source)
    {
        long messages = 0;
        source.ForEach((in UsageEvent call) => messages += call.Messages);
        return messages;
    }

    private static void Write(Utf8JsonWriter json, ScanResult scan, JsonEnvelope envelope)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteNames("headlessRoots", []);
        json.WriteStartArray("clients");
        foreach (SourceScan source in scan.Sources) WriteClient(json, source);
        json.WriteEndArray();
        json.WriteString("note", "Logs are read where the agents leave them; no agent has to be started in a special way.");
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private static void WriteClient(Utf8JsonWriter json, SourceScan source)
    {
        json.WriteStartObject();
        json.WriteString("client", source.Source.Id);
        json.WriteString("label", source.Source.Name);
        json.WriteBoolean("isFilter", IsFilter(source));
        ProbedRoot first = source.Roots.FirstOrDefault(root => root.Exists, source.Roots.FirstOrDefault());
        json.WriteOptional("sessionsPath", first.Path);
        json.WriteBoolean("sessionsPathExists", first.Exists);
        json.WriteStartArray("additionalPaths");
        foreach (ProbedRoot root in source.Roots.Where(root => root != first))
        {
            json.WriteStartObject();
            json.WriteString("path", root.Path);
            json.WriteBoolean("exists", root.Exists);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("messageCount", Messages(source));
        json.WriteNumber("callCount", source.Events.Count);
        json.WriteNumber("fileCount", source.FileCount);
        json.WriteNumber("fileBytes", source.FileBytes);
        json.WriteNumber("duplicatesDropped", source.DuplicatesDropped);
        json.WriteBoolean("headlessSupported", false);
        json.WriteNumber("headlessMessageCount", 0);
        json.WriteEndObject();
    }
}
