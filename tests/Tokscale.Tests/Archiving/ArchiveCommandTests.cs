using System.Text.Json;
using SQLitePCL;
using Tokscale.Cli;
using Tokscale.Core.Files;
using Tokscale.Tests.Cli;
using Xunit;

namespace Tokscale.Tests.Archiving;

public sealed class ArchiveCommandTests : IDisposable
{
    private const string Log = ".claude/projects/p/s1.jsonl";

    private readonly TemporaryFolder _home = new();

    private string Archive => Path.Join(_home.Path, ".config", "tokscale", "archive.db");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void History_is_saved_and_shown_after_the_logs_are_deleted()
    {
        _home.Write(Log, Line(1) + Line(2));
        string report = CliRun.Of(_home.Path, "models --csv").Output;

        CliRun update = CliRun.Of(_home.Path, "archive update");
        Directory.Delete(Path.Join(_home.Path, ".claude"), recursive: true);

        Assert.Equal(
            (ExitCode.Done, "Saved 1 new and 0 changed logs, 2 calls and 18 tokens more: the archive has 2 calls of 1 agent.\n", ""),
            (update.ExitCode, update.Output, update.Error));
        Assert.Equal("Nothing new: the archive has 2 calls of 1 agent.\n", CliRun.Of(_home.Path, "archive update").Output);
        Assert.Equal(report, CliRun.Of(_home.Path, "models --csv").Output);
        Assert.Equal(2, CliRun.Of(_home.Path, "export --csv").Output.Split('\n').Count(line => line.Contains("claude-opus-4-6")));
        Assert.DoesNotContain("claude", CliRun.Of(_home.Path, "models --csv --no-archive").Output);
    }

    [Fact]
    public void The_archive_of_another_home_belongs_to_that_home()
    {
        _home.Write(Log, Line(1));
        using var user = new TemporaryFolder();
        CliRun.Of(user.Path, $"archive update --home {_home.Path}");
        File.Delete(Path.Join(_home.Path, Log));

        Assert.True(File.Exists(Archive));
        Assert.Contains("claude", CliRun.Of(user.Path, $"models --csv --home {_home.Path}").Output);
        Assert.DoesNotContain("claude", CliRun.Of(user.Path, "models --csv").Output);
        Assert.False(File.Exists(Path.Join(user.Path, ".config", "tokscale", "archive.db")));
    }

    [Fact]
    public void An_export_is_merged_on_another_machine()
    {
        _home.Write(Log, Line(1) + Line(2));
        using var other = new TemporaryFolder();
        string file = Path.Join(other.Path, "copy.db");
        CliRun.Of(_home.Path, "archive update");

        CliRun export = CliRun.Of(_home.Path, ["archive", "export", file]);
        CliRun merge = CliRun.Of(other.Path, ["archive", "merge", file]);

        Assert.Equal(("", $"Wrote {file}; 'tokscale archive merge' adds it to the archive of another machine.\n"), (export.Output, export.Error));
        Assert.Equal("Saved 1 new and 0 changed logs, 2 calls and 18 tokens more: the archive has 2 calls of 1 agent.\n", merge.Output);
        Assert.Equal(CliRun.Of(_home.Path, "models --csv").Output, CliRun.Of(other.Path, "models --csv").Output);
        Assert.Equal(ExitCode.Done, CliRun.Of(_home.Path, ["archive", "export", file]).ExitCode);
        Assert.Empty(Directory.GetFiles(other.Path, "*.tmp"));
    }

    [Fact]
    public void An_export_never_replaces_the_archive_a_folder_or_anything_when_there_is_no_archive()
    {
        string file = _home.Write("copy.db", "precious");
        Assert.Equal("Error: there is no archive yet; 'tokscale archive update' makes one.\n", CliRun.Of(_home.Path, ["archive", "export", file]).Error);
        Assert.Equal("precious", File.ReadAllText(file));
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");

        Assert.Equal($"Error: {Archive} is the archive itself; name another file.\n", CliRun.Of(_home.Path, ["archive", "export", Archive]).Error);
        Assert.Equal($"Error: {_home.Path} is a folder; name a file in it.\n", CliRun.Of(_home.Path, ["archive", "export", _home.Path]).Error);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused_with_its_name()
    {
        string file = _home.Write("copy.db", "no database");

        CliRun run = CliRun.Of(_home.Path, ["archive", "merge", file]);

        Assert.Equal((ExitCode.Failed, $"Error: {file} is no archive of tokscale; nothing was merged.\n"), (run.ExitCode, run.Error));
        Assert.False(File.Exists(Archive));
    }

    [Fact]
    public void A_status_without_an_archive_says_how_to_make_one()
    {
        CliRun run = CliRun.Of(_home.Path, "archive");
        Assert.Equal((ExitCode.Done, "There is no archive yet; 'tokscale archive update' makes one.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("no database")]
    [InlineData("SQLite format 3\0 and nothing more")]
    public void An_archive_that_cannot_be_read_costs_one_warning_and_never_the_report(string content)
    {
        _home.Write(Log, Line(1));
        _home.Write(".config/tokscale/archive.db", content);

        CliRun run = CliRun.Of(_home.Path, "models --csv");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("claude-opus-4-6", run.Output);
        Assert.Matches("^warning: the history in the archive is missing, in .*archive.db \\(is no archive of tokscale\\) .*\n$", run.Error);
        Assert.Equal(ExitCode.Failed, CliRun.Of(_home.Path, "models --csv --strict").ExitCode);
        Assert.Equal(ExitCode.Failed, CliRun.Of(_home.Path, "archive update").ExitCode);
        Assert.Equal(content, File.ReadAllText(Archive));
    }

    [Fact]
    public void A_damaged_archive_keeps_the_history_of_the_agents_that_can_be_read()
    {
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");
        File.Delete(Path.Join(_home.Path, Log));
        using (var connection = DatabaseFile.Open(Archive)) DatabaseFile.Run(connection, "UPDATE log_rows SET content = x'0102'");

        CliRun run = CliRun.Of(_home.Path, "models --csv");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("is damaged", run.Error);
    }

    [Fact]
    public void A_newer_archive_is_left_alone()
    {
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");
        using (var connection = DatabaseFile.Open(Archive)) DatabaseFile.Run(connection, "PRAGMA user_version = 99");
        byte[] before = File.ReadAllBytes(Archive);

        Assert.Contains("newer tokscale", CliRun.Of(_home.Path, "models").Error);
        Assert.Contains("newer tokscale", CliRun.Of(_home.Path, "archive update").Error);
        Assert.Equal(before, File.ReadAllBytes(Archive));
    }

    [Fact]
    public void A_report_during_an_update_sees_the_archive_as_it_was()
    {
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");
        File.Delete(Path.Join(_home.Path, Log));
        SqliteLibrary.Load();
        raw.sqlite3_open(Archive, out sqlite3 updating);
        using (updating)
        {
            raw.sqlite3_exec(updating, "BEGIN IMMEDIATE; DELETE FROM log");
            CliRun run = CliRun.Of(_home.Path, "models --csv");
            Assert.Contains("claude-opus-4-6", run.Output);
            Assert.Empty(run.Error);
        }
    }

    [Theory]
    [InlineData("archive update --json", "archive-change")]
    [InlineData("archive --json", "archive")]
    [InlineData("archive status --json", "archive")]
    public void The_json_fits_its_schema(string line, string schema)
    {
        AssertFits(CliRun.Of(_home.Path, "archive status --json").Output, "archive");
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");
        _home.Write(Log.Replace("s1", "s2"), Line(2));
        AssertFits(CliRun.Of(_home.Path, line).Output, schema);
    }

    [Fact]
    public void The_json_of_a_merge_fits_its_schema()
    {
        _home.Write(Log, Line(1));
        CliRun.Of(_home.Path, "archive update");
        using var other = new TemporaryFolder();
        AssertFits(CliRun.Of(other.Path, ["archive", "merge", Archive, "--json"]).Output, "archive-change");
    }

    private static void AssertFits(string output, string schema)
    {
        string path = Path.Join(Fixture.RepositoryFolder(), "docs", "schema", schema + ".schema.json");
        using JsonDocument document = JsonDocument.Parse(output), expected = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Empty(SchemaCheck.Errors(document.RootElement, expected.RootElement));
    }

    private static string Line(int id) =>
        $$$"""{"type":"assistant","timestamp":"2026-05-01T10:00:0{{{id}}}Z","requestId":"r{{{id}}}","message":{"id":"msg_{{{id}}}","model":"claude-opus-4-6","usage":{"input_tokens":7,"output_tokens":2} } }"""
        + "\n";
}
