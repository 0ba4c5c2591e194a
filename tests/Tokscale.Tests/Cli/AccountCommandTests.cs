using System.Text;
using System.Text.Json;
using Tokscale.Cli;
using Tokscale.Tests.Accounts;
using Tokscale.Tests.Pricing;
using Xunit;

namespace Tokscale.Tests.Cli;

/// <summary>From logging in to usage in reports, against a service on this machine.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly LoopbackServer _server = CursorService.Start(
        token => token == CursorService.Token ? CursorService.Export("2026-04-01", "2026-04-02") : CursorService.Export("2026-03-07"));

    private string Folder => Path.Join(_home.Path, ".config/tokscale");

    public void Dispose()
    {
        _server.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Usage_is_fetched_after_logging_in_and_counted()
    {
        CliRun login = Run("cursor login --name work", CursorService.Token + "\n");
        Assert.Equal(
            (ExitCode.Done, "", "Logged in to Cursor as work (user_01abc); 'tokscale cursor sync' fetches its usage.\n"),
            (login.ExitCode, login.Output, login.Error));

        CliRun sync = Run("cursor sync");
        Assert.Equal(
            (ExitCode.Done, $"work (user_01abc): 2 events from 2026-04-01 to 2026-04-02, in {Folder}/cursor-cache/usage.csv\n", ""),
            (sync.ExitCode, sync.Output, sync.Error));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Join(Folder, "cursor-cache/usage.csv")));
        Assert.Equal((2, 0.38m), UsageOf("cursor"));
    }

    [Fact]
    public void A_token_is_read_from_a_file_from_the_keyboard_or_with_a_warning_from_the_command_line()
    {
        string file = _home.Write("token", "\n" + CursorService.Token + "\n");
        Assert.Equal(ExitCode.Done, Run($"cursor login --token-file {file}").ExitCode);
        Assert.Equal(ExitCode.Done, Run("cursor login --token-file -", CursorService.Token).ExitCode);

        string? question = null;
        CliRun typed = CliRun.Of(_home.Path, ["cursor", "login"], homeVariables: Online(), askSecret: asked =>
        {
            question = asked;
            return CursorService.Token;
        });
        Assert.Equal((ExitCode.Done, "Token of Cursor (it is not shown): "), (typed.ExitCode, question));

        CliRun inLine = Run($"cursor login --token {CursorService.Token}");
        Assert.Equal(ExitCode.Done, inLine.ExitCode);
        Assert.StartsWith("warning: the shell's history may keep the token; --token-file or standard input", inLine.Error);
    }

    [Theory]
    [InlineData("cursor login", null, 2, "Error: there is no token on standard input; pipe it in, or name a file with --token-file.\n")]
    [InlineData("cursor login", "\n \n", 1, "Error: the token is empty, so nothing is changed.\n")]
    [InlineData("cursor login", "two words", 2, "Error: what was given is no token. Sign in at cursor.com in a browser")]
    [InlineData("cursor login --token-file /no/such", null, 2, "Error: --token-file '/no/such' could not be read:")]
    [InlineData("cursor login --token a --token-file b", null, 2, "Error: --token and --token-file cannot be used together; choose one.\n")]
    [InlineData("cursor login", "someone%3A%3Aelse", 1, "Error: Cursor does not take the token: it is wrong or has expired. Sign in at cursor.com")]
    public void A_login_that_fails_says_what_to_do_and_saves_nothing(string line, string? input, int exitCode, string message)
    {
        CliRun run = Run(line, input);

        Assert.Equal((exitCode, ""), ((int)run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Without_a_check_no_connection_is_made()
    {
        CliRun run = CliRun.Of(_home.Path, ["cursor", "login", "--no-check"], homeVariables: Online(), input: Utf8(CursorService.Token));

        Assert.Equal("Logged in to Cursor as user_01abc, unchecked; 'tokscale cursor sync' fetches its usage.\n", run.Error);
        Assert.Equal(ExitCode.Done, Run("cursor login --offline", CursorService.Token).ExitCode);
        Assert.Empty(_server.Requests);
        CliRun sync = Run("cursor sync --offline");
        Assert.Equal((ExitCode.Failed, "Error: usage cannot be fetched from Cursor offline; reports count what was fetched before.\n"), (sync.ExitCode, sync.Error));
        Assert.Equal(sync.Error, CliRun.Of(_home.Path, "cursor sync").Error);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void The_files_follow_the_active_account_and_nothing_is_counted_twice_or_lost()
    {
        LoginBoth();
        Assert.Equal(["usage.csv", "usage.user_01abc.csv"], Files());
        Assert.Equal((3, 0.57m), UsageOf("cursor"));

        Assert.Equal("Active now: work (user_01abc).\n", Run("cursor switch WORK").Error);
        Assert.Equal(["usage.csv", "usage.user_02def.csv"], Files());
        Assert.Contains("2026-04-02", File.ReadAllText(Path.Join(Folder, "cursor-cache/usage.csv")));
        Assert.Equal((3, 0.57m), UsageOf("cursor"));

        Assert.Equal(ExitCode.Done, Run("cursor sync --all").ExitCode);
        Assert.Equal(["usage.csv", "usage.user_02def.csv"], Files());
        Assert.Equal((3, 0.57m), UsageOf("cursor"));
        CliRun unknown = Run("cursor switch nobody");
        Assert.Equal((ExitCode.Failed, "Error: there is no account of that id or name; 'tokscale cursor accounts' lists them.\n"), (unknown.ExitCode, unknown.Error));
    }

    [Fact]
    public void Logging_out_keeps_the_usage_unless_it_is_to_go_too()
    {
        LoginBoth();

        CliRun one = Run("cursor logout");
        Assert.Equal(
            "Logged out of Cursor: home (user_02def). The usage that was fetched stays in reports; --purge-cache would delete it.\n"
            + "Active now: work (user_01abc).\n",
            one.Error);
        Assert.Equal(["usage.csv", "usage.user_02def.csv"], Files());
        Assert.Equal((3, 0.57m), UsageOf("cursor"));
        Assert.DoesNotContain("user_02DEF", File.ReadAllText(Path.Join(Folder, "cursor-credentials.json")));

        Run("cursor logout --name work --purge-cache");
        Assert.Equal(["usage.user_02def.csv"], Files());
        Assert.False(File.Exists(Path.Join(Folder, "cursor-credentials.json")));
        Assert.Equal("Nobody was logged in to Cursor.\n", Run("cursor logout --all --purge-cache").Error);
        Assert.Empty(Files());
    }

    [Fact]
    public void The_next_account_does_not_overwrite_what_another_one_fetched()
    {
        Run("cursor login", CursorService.Token);
        Run("cursor sync");
        Run("cursor logout");
        Run("cursor login", CursorService.SecondToken);
        Run("cursor sync");

        Assert.Equal((3, 0.57m), UsageOf("cursor"));
    }

    [Fact]
    public void What_the_service_tells_no_more_stays_counted()
    {
        string[] days = ["2026-04-01", "2026-04-02"];
        using LoopbackServer server = CursorService.Start(_ => CursorService.Export(days));
        CliRun RunThere(string line, string? input = null) =>
            CliRun.Of(_home.Path, line.Split(' '), homeVariables: new() { ["TOKSCALE_CURSOR_URL"] = server.Url }, input: Utf8(input));
        RunThere("cursor login", CursorService.Token);
        RunThere("cursor sync");

        days = ["2026-04-02", "2026-04-03"];
        Assert.Contains("reaches further back and stays counted", RunThere("cursor sync").Output);
        Assert.Equal((3, 0.57m), UsageOf("cursor"));
        days = ["2026-04-02", "2026-04-03", "2026-04-04"];
        Assert.DoesNotContain("reaches further back", RunThere("cursor sync").Output);
        days = [];
        RunThere("cursor sync");
        Assert.Equal((4, 0.76m), UsageOf("cursor"));
        Assert.Equal(["usage.csv", "usage.user_01abc+20260401-20260402.csv", "usage.user_01abc+20260402-20260404.csv"], Files());

        RunThere("cursor logout --purge-cache");
        Assert.Empty(Files());
    }

    [Fact]
    public void A_session_that_has_expired_leaves_the_old_usage_and_says_so()
    {
        Run("cursor login", CursorService.Token);
        Run("cursor sync");
        string file = Path.Join(Folder, "cursor-cache/usage.csv");
        byte[] before = File.ReadAllBytes(file);
        using LoopbackServer expired = LoopbackServer.Always("401 Unauthorized", []);
        var there = new Dictionary<string, string> { ["TOKSCALE_CURSOR_URL"] = expired.Url };

        CliRun sync = CliRun.Of(_home.Path, ["cursor", "sync"], homeVariables: there);
        CliRun status = CliRun.Of(_home.Path, ["cursor", "status"], homeVariables: there);

        Assert.Equal(
            (ExitCode.Failed, "", "Error: the session of user_01abc has expired; log in again with 'tokscale cursor login'. What was fetched before is as it was.\n"),
            (sync.ExitCode, sync.Output, sync.Error));
        Assert.Equal((ExitCode.Failed, "The session has expired; 'tokscale cursor login' starts a new one.\n"), (status.ExitCode, status.Error));
        Assert.Contains("Session    expired (HTTP 401)\n", status.Output);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void One_account_that_fails_does_not_keep_the_others_from_syncing()
    {
        LoginBoth();
        string file = Path.Join(Folder, "cursor-credentials.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(CursorService.SecondToken, "user_02DEF%3A%3Aexpired"));

        CliRun run = Run("cursor sync --all --json");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        using JsonDocument report = AssertFits(run, "account-sync");
        JsonElement[] accounts = [.. report.RootElement.GetProperty("accounts").EnumerateArray()];
        Assert.Equal([(true, false), (false, true)], accounts.Select(account => (account.GetProperty("synced").GetBoolean(), account.GetProperty("sessionExpired").GetBoolean())));
    }

    [Fact]
    public void The_json_of_accounts_status_and_sync_fits_its_schema()
    {
        AssertFits(Run("cursor accounts --json"), "accounts").Dispose();
        LoginBoth();
        foreach ((string line, string schema) in new[] { ("accounts", "accounts"), ("status", "account-status"), ("status home --no-check", "account-status"), ("sync", "account-sync") })
            AssertFits(Run($"cursor {line} --json"), schema).Dispose();
    }

    [Fact]
    public void Accounts_are_listed_with_what_was_fetched_for_each()
    {
        LoginBoth();

        string[] lines = Run("cursor accounts --csv").Output.Split("\r\n");

        Assert.Equal("id,label,active,createdAt,lastSyncAt,rows,firstDay,lastDay", lines[0]);
        Assert.Matches("^user_01abc,work,,2026-05-02T12:00:00Z,[^,]+,2,2026-04-01,2026-04-02$", lines[1]);
        Assert.Matches("^user_02def,home,yes,2026-05-02T12:00:00Z,[^,]+,1,2026-03-07,2026-03-07$", lines[2]);
    }

    [Fact]
    public void Status_tells_who_whether_and_since_when()
    {
        CliRun nobody = Run("cursor status");
        Assert.Equal((ExitCode.Failed, "Error: nobody is logged in to Cursor; 'tokscale cursor login' does that.\n"), (nobody.ExitCode, nobody.Error));
        Run("cursor login --name work", CursorService.Token);
        Assert.Equal(
            "Logged in to Cursor as work (user_01abc)\n  Session    valid\n  Last sync  never; 'tokscale cursor sync' fetches the usage\n",
            Run("cursor status").Output);
        Run("cursor sync");

        CliRun run = Run("cursor status --no-check");

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains("  Session    not checked\n", run.Output);
        Assert.Contains("  Usage      2 events from 2026-04-01 to 2026-04-02\n", run.Output);
        Assert.Contains($"  File       {Folder}/cursor-cache/usage.csv\n", run.Output);
    }

    [Fact]
    public void Reports_work_whatever_is_in_the_file_with_the_accounts()
    {
        _home.Write(".config/tokscale/cursor-credentials.json", "\0{not json");
        _home.Write(".config/tokscale/cursor-cache/usage.csv", CursorService.Export("2026-04-01"));

        Assert.Equal((1, 0.19m), UsageOf("cursor"));
        foreach (string line in new[] { "status", "accounts", "sync", "switch a", "logout" })
        {
            CliRun run = Run($"cursor {line}", CursorService.Token);
            Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
            Assert.EndsWith("is no valid JSON; log in again to replace it, or delete it.\n", run.Error);
        }
        CliRun login = Run("cursor login", CursorService.Token);
        Assert.Equal(ExitCode.Done, login.ExitCode);
        Assert.StartsWith($"warning: {Folder}/cursor-credentials.json is no valid JSON; logging in replaces it.\n", login.Error);
        File.WriteAllText(Path.Join(Folder, "cursor-credentials.json"), "{");
        Assert.Equal(ExitCode.Done, Run("cursor logout --all").ExitCode);
        Assert.Equal(ExitCode.Failed, Run("cursor status").ExitCode);
    }

    [Fact]
    public void A_token_is_never_in_any_output()
    {
        var shown = new StringBuilder();
        LoginBoth();
        string[] lines =
        [
            "login", "login --token TOKEN", "login --token=TOKEN", "login TOKEN", "login --tokn=TOKEN", "login --token TOKEN --token TOKEN", "switch TOKEN",
            "status", "status --json", "status TOKEN", "accounts", "accounts --json", "accounts --csv", "accounts --format html", "sync", "sync --json", "sync --all --csv",
            "logout", "logout --all",
        ];
        foreach (string line in lines)
        {
            CliRun run = Run($"cursor {line.Replace("TOKEN", CursorService.Token)}", CursorService.Token);
            shown.Append(run.Output).Append(run.Error);
        }

        // Not even a part of it.
        Assert.DoesNotContain("eyJhbGci", shown.ToString());
        Assert.DoesNotContain("S3cr3t", shown.ToString());
    }

    [Fact]
    public void Text_from_the_file_cannot_steer_the_terminal()
    {
        _home.Write(
            ".config/tokscale/cursor-credentials.json",
            $$$$"""{"version":1,"accounts":{"a":{"sessionToken":"{{{{CursorService.Token}}}}","label":"\u001b[31mx","userId":"\u001b]8;;x"}}}""");

        foreach (string line in new[] { "status", "accounts", "sync", "accounts --json", "switch a", "logout" })
        {
            CliRun run = Run($"cursor {line}");
            Assert.DoesNotContain('\u001b', run.Output + run.Error);
        }
    }

    [Fact]
    public void A_report_on_a_terminal_says_that_the_usage_is_old()
    {
        CliRun Report(string line, bool isTerminal) => CliRun.Of(_home.Path, line.Split(' '), isErrorTerminal: isTerminal);
        Assert.DoesNotContain("Cursor", Report("models", isTerminal: true).Error);
        Run("cursor login", CursorService.Token);
        Assert.Contains("note: the usage of Cursor has not been fetched yet; 'tokscale cursor sync' fetches it.\n", Report("models", isTerminal: true).Error);
        Run("cursor sync");
        File.SetLastWriteTimeUtc(Path.Join(Folder, "cursor-cache/usage.csv"), CliRun.Now.UtcDateTime.AddDays(-9));
        Assert.Contains("note: the usage of Cursor was fetched 9 days ago; 'tokscale cursor sync' fetches it.\n", Report("models", isTerminal: true).Error);

        Assert.Equal("", Report("models", isTerminal: false).Error);
        Assert.Matches("stale,9,The usage of Cursor was fetched 9 days ago,.*cursor sync", Report("doctor --csv", isTerminal: false).Output);
        Assert.DoesNotContain("note:", Report("models --json", isTerminal: true).Error);
        Assert.DoesNotContain("note:", Report("models --client claude", isTerminal: true).Error);
        Assert.DoesNotContain("note:", Report("models --sample", isTerminal: true).Error);
        File.SetLastWriteTimeUtc(Path.Join(Folder, "cursor-cache/usage.csv"), CliRun.Now.UtcDateTime.AddDays(-6));
        Assert.Equal("", Report("models", isTerminal: true).Error);
    }

    private void LoginBoth()
    {
        Run("cursor login --name work", CursorService.Token);
        Run("cursor sync");
        Run("cursor login --name home", CursorService.SecondToken);
        Run("cursor sync");
    }

    private CliRun Run(string line, string? input = null) =>
        CliRun.Of(_home.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries), homeVariables: Online(), input: Utf8(input));

    private Dictionary<string, string> Online() => new() { ["TOKSCALE_CURSOR_URL"] = _server.Url };

    private string[] Files() => [.. Directory.GetFiles(Path.Join(Folder, "cursor-cache")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private (int Messages, decimal CostUsd) UsageOf(string client)
    {
        CliRun run = CliRun.Of(_home.Path, $"models --json --client {client}");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        return (report.RootElement.GetProperty("totalMessages").GetInt32(), report.RootElement.GetProperty("totalCost").GetDecimal());
    }

    private static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static JsonDocument AssertFits(CliRun run, string schema)
    {
        string path = Path.Join(Fixture.RepositoryFolder(), "docs", "schema", schema + ".schema.json");
        JsonDocument report = JsonDocument.Parse(run.Output);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Empty(SchemaCheck.Errors(report.RootElement, expected.RootElement));
        return report;
    }
}
