using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Archiving;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>Keeps history that agents delete from their logs.</summary>
internal static class ArchiveCommand
{
    private static readonly Argument<string> s_source =
        FileArgument("A file that 'archive export' wrote on another machine, or another archive");
    private static readonly Argument<string> s_target = FileArgument("Where the copy goes");

    private static readonly OptionGroup s_data = new("Data", [DataOptions.Home, DataOptions.NoCache]);
    private static readonly OptionGroup s_home = new("Data", [DataOptions.Home]);
    private static readonly OptionGroup s_filters = new("Filters", [FilterOptions.Timezone]);

    public static CliCommand Create()
    {
        var archive = new CliCommand("archive", "Keep history after agents delete their logs", s_filters, OutputOptions.Group, s_data)
        {
            Run = ShowStatus,
            Examples =
            [
                ("17 * * * *  tokscale archive update >/dev/null", "a line for crontab: save what is new every hour"),
                ("tokscale archive export laptop.db", "on one machine,"),
                ("tokscale archive merge laptop.db", "and on the other, whose reports then show both"),
                ("tokscale export --csv", "the calls themselves, of logs and archive"),
            ],
        };
        OptionGroup[] groups = [s_filters, OutputOptions.Group, s_data];
        archive.Subcommands.Add(new CliCommand("update", "Save what is new in the logs", groups) { Run = Update });
        archive.Subcommands.Add(new CliCommand("status", "What the archive has, and what only it still has", groups) { Run = ShowStatus });
        OptionGroup[] mergeGroups = [s_filters, OutputOptions.Group, s_home];
        var merge = new CliCommand("merge", "Add the history of another machine's archive", mergeGroups) { Run = Merge };
        merge.Arguments.Add(s_source);
        archive.Subcommands.Add(merge);
        var export = new CliCommand("export", "Write a copy of the archive, for another machine or as a backup", s_home) { Run = Export };
        export.Arguments.Add(s_target);
        archive.Subcommands.Add(export);
        return archive;
    }

    private static Argument<string> FileArgument(string description) =>
        new("file") { HelpName = "FILE", Description = description, Arity = ArgumentArity.ExactlyOne };

    private static ExitCode Update(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        string path = ArchiveFile.PathOf(run.Home);
        (IReadOnlyList<ArchiveSourceChange> changes, ScanResult scan) = Of(
            path, () => run.Read(SourceRegistry.All, request => ArchiveUpdate.Run(request, context.Host.MachineName, context.Host.Clock)));
        var view = new ArchiveChangeView(path, changes, run.Envelope(scan));
        ExitCode written = run.Writer.Write(view.Present(), run.Zone);
        ExitCode losses = run.SayLosses(scan);
        return written is ExitCode.Done ? losses : written;
    }

    private static ExitCode ShowStatus(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        string path = ArchiveFile.PathOf(run.Home);
        (ArchiveStatus? status, ScanResult scan) = Of(path, () => run.Read(SourceRegistry.All, ArchiveStatus.Of));
        if (status is null && run.Writer.IsForPeople) context.Host.Say("There is no archive yet; 'tokscale archive update' makes one.");
        var view = new ArchiveStatusView(path, status, run.Envelope(scan));
        ExitCode written = run.Writer.Write(view.Present(), run.Zone);
        ExitCode losses = run.SayLosses(scan);
        return written is ExitCode.Done ? losses : written;
    }

    private static ExitCode Merge(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        string path = ArchiveFile.PathOf(run.Home), file = Path.GetFullPath(context.Line.GetValue(s_source)!);
        try
        {
            IReadOnlyList<ArchiveSourceChange> changes = Of(
                path, () => ArchiveMerge.Run(path, file, context.Host.MachineName, context.Host.Clock));
            var view = new ArchiveChangeView(path, changes, run.Envelope(new ScanResult(new(), [])));
            return run.Writer.Write(view.Present(), run.Zone);
        }
        catch (ForeignArchiveException error)
        {
            throw new UserError($"{file} {error.Message}; nothing was merged.");
        }
    }

    private static ExitCode Export(CommandContext context)
    {
        string path = ArchiveFile.PathOf(DataOptions.HomeOf(context)), target = context.Line.GetValue(s_target)!;
        bool isWritten = Of(path, () => ReportOutput.TryReplaceFile(target, path, temporary => ArchiveCopy.Write(path, temporary)));
        if (!isWritten) throw new UserError("there is no archive yet; 'tokscale archive update' makes one.");
        context.Host.Say($"Wrote {target}; 'tokscale archive merge' adds it to the archive of another machine.");
        return ExitCode.Done;
    }

    private static T Of<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArchiveException error)
        {
            throw new UserError($"{path} {error.Message}.");
        }
    }
}
