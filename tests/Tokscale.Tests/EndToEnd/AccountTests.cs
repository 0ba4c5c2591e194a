using System.Text.Json;
using Tokscale.Tests.Accounts;
using Tokscale.Tests.Pricing;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>The native binary logs in to a service on this machine and fetches usage from it.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly LoopbackServer _server = CursorService.Start(
        token => token == CursorService.Token ? CursorService.Export("2026-04-01", "2026-04-02") : CursorService.Export("2026-03-07"));

    private string Credentials => Path.Join(_home.Path, ".config/tokscale/cursor-credentials.json");

    public void Dispose()
    {
        _server.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Every_command_does_its_part()
    {
        Assert.Equal((1, ""), Short(Run("status")));
        Assert.Equal((0, ""), Short(Run("login --name work", CursorService.Token)));
        Assert.Contains("  Session    valid\n", Run("status").Output);
        Assert.StartsWith("work (user_01abc): 2 events from 2026-04-01 to 2026-04-02, in ", Run("sync").Output);
        Assert.Equal((0, ""), Short(Run("login --name home", CursorService.SecondToken)));
        Assert.Equal(2, Run("sync --all").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((0, ""), Short(Run("switch work")));
        using (JsonDocument accounts = JsonDocument.Parse(Run("accounts --json").Output))
            Assert.Equal([true, false], accounts.RootElement.GetProperty("accounts").EnumerateArray().Select(account => account.GetProperty("isActive").GetBoolean()));
        Assert.Equal(0.57, CostOfReport(), 4);
        Assert.Equal((0, ""), Short(Run("logout --purge-cache")));
        Assert.Equal(0.19, CostOfReport(), 4);
        Assert.Equal((0, ""), Short(Run("logout --all --purge-cache")));
        Assert.False(File.Exists(Credentials));
        Assert.Equal(0, CostOfReport());
    }

    [Fact]
    public void Sessions_are_private_whatever_the_mask_and_the_old_file_allowed()
    {
        string login = $"echo {CursorService.Token} | $T cursor login --no-check";
        NativeBinary.Run run = NativeBinary.Shell(
            _home.Path,
            $"umask 000; {login}; stat -c %a {Credentials} ~/.config/tokscale; chmod 644 {Credentials}; {login}; stat -c %a {Credentials}");

        Assert.Equal("600\n700\n600\n", run.Output);
    }

    [Fact]
    public void A_planted_link_is_replaced_and_what_it_leads_to_is_left_alone()
    {
        string victim = _home.Write("victim", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(Credentials)!);
        File.CreateSymbolicLink(Credentials, victim);
        string export = Path.Join(_home.Path, ".config/tokscale/cursor-cache/usage.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(export)!);
        File.CreateSymbolicLink(export, victim);
        File.WriteAllText(victim, $$"""{"sessionToken":"{{CursorService.SecondToken}}"}""");
        string before = File.ReadAllText(victim);

        Assert.Equal((0, ""), Short(Run("login", CursorService.Token)));
        Assert.Equal(0, Run("sync --all").ExitCode);

        Assert.Equal(before, File.ReadAllText(victim));
        Assert.Null(new FileInfo(Credentials).LinkTarget);
        Assert.Null(new FileInfo(export).LinkTarget);
    }

    [Fact]
    public void A_token_is_typed_without_showing_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1), which makes a terminal, is not installed");

        NativeBinary.Run run = NativeBinary.Shell(
            _home.Path, $"(sleep 1; echo {CursorService.Token}; sleep 1) | TERM=xterm script -qec '{NativeBinary.Path} cursor login --no-check' /dev/null");

        Assert.Contains("Token of Cursor (it is not shown): ", run.Output);
        Assert.Contains("Logged in to Cursor as user_01abc, unchecked", run.Output);
        Assert.DoesNotContain(CursorService.Secret[..20], run.Output);
        Assert.Contains(CursorService.Token, File.ReadAllText(Credentials));
    }

    [Fact]
    public void A_token_stays_on_encrypted_connections_to_its_service()
    {
        Run("login --no-check", CursorService.Token);
        using var proxy = new LoopbackServer((_, stream, token) => LoopbackServer.SendAsync(stream, "200 OK", [], token));
        var clear = new Dictionary<string, string>
        {
            ["TOKSCALE_OFFLINE"] = "0",
            ["TOKSCALE_CURSOR_URL"] = "http://api.example.test",
            ["http_proxy"] = proxy.Url,
            ["HTTP_PROXY"] = proxy.Url,
            ["ALL_PROXY"] = proxy.Url,
        };

        Assert.Equal(1, NativeBinary.Start(_home.Path, "cursor sync", clear).ExitCode);
        Assert.Empty(proxy.Requests);
    }

    private static (int ExitCode, string Output) Short(NativeBinary.Run run) => (run.ExitCode, run.Output);

    private NativeBinary.Run Run(string line, string input = "") => NativeBinary.Start(
        _home.Path, $"cursor {line}", new() { ["TOKSCALE_OFFLINE"] = "0", ["TOKSCALE_CURSOR_URL"] = _server.Url }, input);

    private double CostOfReport()
    {
        using JsonDocument report = JsonDocument.Parse(NativeBinary.Start(_home.Path, "models --json").Output);
        return report.RootElement.GetProperty("totalCost").GetDouble();
    }
}
