using System.Globalization;
using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Pricing.Feed;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning.Cache;

namespace Tokscale.Cli.Commands;

/// <summary>What is remembered between runs so that they are fast, and can be made again.</summary>
internal static class CacheCommand
{
    public static CliCommand Create()
    {
        var cache = new CliCommand("cache", "What is remembered so that the next run is fast", OutputOptions.Group) { Run = ShowStatus };
        cache.Subcommands.Add(new CliCommand("status", "Files, sizes and ages", OutputOptions.Group) { Run = ShowStatus });
        cache.Subcommands.Add(new CliCommand("clear", "Forget logs and prices; the next run reads and fetches them anew") { Run = Clear });
        return cache;
    }

    private static ExitCode ShowStatus(CommandContext context)
    {
        string folder = FolderOf(context);
        FileInfo[] files = [.. FilesIn(folder).OrderBy(file => file.Name, StringComparer.Ordinal)];
        ReportColumn[] columns =
        [
            new("file", "File", ColumnKind.Text) { IsKey = true }, new("content", "Content", ColumnKind.Text),
            new("bytes", "Bytes", ColumnKind.Count), new("writtenAt", "Written", ColumnKind.Instant),
        ];
        List<IReadOnlyList<Cell>> rows =
        [
            .. files.Select(file => (IReadOnlyList<Cell>)
                [Cell.Of(file.Name), Cell.Of(ContentOf(file.Name)), Cell.Of(file.Length), Cell.Of(WrittenMs(file))]),
        ];
        var table = new ReportTable($"Cache in {folder}", columns, rows);
        if (files.Length == 0) context.Host.Say($"Nothing is remembered in {folder} yet.");
        return new ReportWriter(context, OutputFormat.Table).Write(new Presentation(() => table, json => Write(json, folder, files)), ReportZone.Local());
    }

    private static void Write(Utf8JsonWriter json, string folder, FileInfo[] files)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", "cache status");
        json.WriteString("path", folder);
        json.WriteStartArray("files");
        foreach (FileInfo file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Name);
            json.WriteString("content", ContentOf(file.Name));
            json.WriteNumber("bytes", file.Length);
            json.WriteInstant("writtenAt", WrittenMs(file), ReportZone.Utc);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("totalBytes", files.Sum(file => file.Length));
        json.WriteEndObject();
    }

    private static ExitCode Clear(CommandContext context)
    {
        string folder = FolderOf(context);
        long bytes = 0;
        int count = 0;
        foreach (FileInfo file in FilesIn(folder).Where(file => !IsHistory(file.Name)))
        {
            try
            {
                (bytes, count) = (bytes + file.Length, count + 1);
                file.Delete();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UserError($"{file.FullName} could not be deleted: {error.Message}");
            }
        }
        context.Host.Say(string.Create(CultureInfo.InvariantCulture, $"Deleted {count} files with {bytes:N0} bytes in {folder}."));
        return ExitCode.Done;
    }

    /// <summary>Only files that bear a name of ours: the folder may be another program's too.</summary>
    private static IEnumerable<FileInfo> FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles().Where(file => ContentOf(file.Name).Length > 0)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{folder} could not be listed: {error.Message}");
        }
    }

    /// <summary>Old prices cannot be fetched again.</summary>
    private static bool IsHistory(string name) => name == PriceFeed.LedgerFileName;

    private static string ContentOf(string name) => name switch
    {
        _ when IsHistory(name) => "changes of prices (kept by clear)",
        _ when ScanCache.IsName(name) => "logs of one home",
        _ when name.StartsWith("pricing-", StringComparison.Ordinal) => "prices",
        _ => "",
    };

    private static long WrittenMs(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds();

    private static string FolderOf(CommandContext context) => CacheFolder.Of(
        context.Host.UserHome ?? throw new UserError("your home directory is unknown because HOME is not set, so there is no cache."));
}
