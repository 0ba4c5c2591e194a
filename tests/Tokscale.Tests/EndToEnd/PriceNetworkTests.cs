using System.Diagnostics;
using Tokscale.Tests.Pricing;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>What the native binary does on the network for prices, and how long it takes.</summary>
public sealed class PriceNetworkTests : IDisposable
{
    private const int Attempts = 5;

    private readonly TemporaryFolder _home = new();

    public PriceNetworkTests() => _home.Write(".claude/projects/-work/s.jsonl", """
        {"type":"assistant","sessionId":"s","cwd":"/work","timestamp":"2026-05-01T10:00:00Z","requestId":"r","message":{"id":"m","model":"qwen3-coder","role":"assistant","usage":{"input_tokens":1000,"output_tokens":100}}}
        """);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("daily --explain")]
    [InlineData("blocks")]
    [InlineData("sessions show s")]
    [InlineData("pricing gpt-5")]
    [InlineData("pricing --list")]
    [InlineData("doctor")]
    [InlineData("export")]
    public void Offline_no_socket_is_opened(string command)
    {
        Assert.SkipUnless(NativeBinary.Shell(_home.Path, "strace -f -o /dev/null true").ExitCode == 0, "strace(1) is missing or may not trace here");

        // Where nothing listens: only to see that this would find a socket.
        Assert.NotEqual("0\n", SocketsOf($"TOKSCALE_LITELLM_URL=http://127.0.0.1:9 strace {{0}} $T {command}"));
        ForgetPrices();
        Assert.Equal("0\n", SocketsOf($"strace {{0}} $T {command} --offline"));
        Assert.Equal("0\n", SocketsOf($"TOKSCALE_OFFLINE=1 strace {{0}} $T {command}"));
    }

    [Theory]
    [InlineData("statusline")]
    [InlineData("clients")]
    [InlineData("time-metrics")]
    [InlineData("verify")]
    [InlineData("archive update")]
    public void Commands_that_need_no_fresh_prices_open_no_socket_at_all(string command)
    {
        Assert.SkipUnless(NativeBinary.Shell(_home.Path, "strace -f -o /dev/null true").ExitCode == 0, "strace(1) is missing or may not trace here");
        Assert.Equal("0\n", SocketsOf($"TOKSCALE_LITELLM_URL=http://127.0.0.1:9 strace {{0}} $T {command}"));
    }

    [Fact]
    public void A_first_run_has_fresh_prices_within_half_a_second()
    {
        using var server = new LoopbackServer(async (head, stream, token) =>
        {
            await Task.Delay(5, token);
            await LoopbackServer.SendAsync(stream, "200 OK", UpstreamDocuments.For(head), token);
        });
        // A busy machine may disturb some runs, not all.
        long best = Enumerable.Range(0, Attempts).Min(_ =>
        {
            ForgetPrices();
            return MillisecondsOf(server, "models --no-cache");
        });

        Assert.True(File.Exists(Path.Join(_home.Path, ".cache/tokscale/pricing-litellm.json")));
        Assert.InRange(best, 0, 500);
    }

    [Fact]
    public void A_network_that_swallows_everything_delays_the_first_run_by_two_seconds_and_no_other()
    {
        using var server = new LoopbackServer(static (_, _, token) => Task.Delay(Timeout.Infinite, token));

        Assert.InRange(MillisecondsOf(server, "models"), 1_900, 5_000);
        Assert.InRange(Enumerable.Range(0, Attempts).Min(_ => MillisecondsOf(server, "models")), 0, 500);
    }

    private void ForgetPrices()
    {
        string cache = Path.Join(_home.Path, ".cache");
        if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
    }

    private long MillisecondsOf(LoopbackServer server, string command)
    {
        var variables = new Dictionary<string, string>
        {
            ["TOKSCALE_OFFLINE"] = "0",
            ["TOKSCALE_LITELLM_URL"] = server.Url + "/litellm",
            ["TOKSCALE_OPENROUTER_URL"] = server.Url + "/openrouter",
            ["TOKSCALE_MODELS_DEV_URL"] = server.Url + "/models-dev",
        };
        var watch = Stopwatch.StartNew();
        NativeBinary.Run run = NativeBinary.Start(_home.Path, command, variables);
        watch.Stop();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("qwen3-coder", run.Output);
        return watch.ElapsedMilliseconds;
    }

    // How many sockets a command opens, programs that it starts included.
    private string SocketsOf(string command)
    {
        string trace = Path.Join(_home.Path, "trace");
        string traced = command.Replace("{0}", $"-f -qq -e trace=%network -o {trace}");
        return NativeBinary.Shell(_home.Path, $"unset TOKSCALE_OFFLINE; {traced} > /dev/null 2>&1; grep -c 'socket(' {trace}").Output;
    }
}
