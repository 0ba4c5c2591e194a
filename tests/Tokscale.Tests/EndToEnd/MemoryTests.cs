using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>How the native binary treats the memory of the machine.</summary>
public sealed partial class MemoryTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(256)]
    public void A_container_with_little_memory_gets_the_same_report(int megabytes)
    {
        using var user = new TemporaryFolder();

        NativeBinary.Run plenty = NativeBinary.Start(user.Path, "models --sample --json");
        NativeBinary.Run little = NativeBinary.Start(user.Path, "models --sample --json", new() { ["DOTNET_GCHeapHardLimit"] = $"{megabytes << 20:x}" });

        Assert.Equal((0, ""), (little.ExitCode, little.Error));
        Assert.Equal(TotalsOf(plenty), TotalsOf(little));
    }

    [Theory]
    [InlineData("ulimit -d 60000")]
    [InlineData("ulimit -d 100000")]
    [InlineData("ulimit -d 150000")]
    [InlineData("ulimit -v 300000")]
    [InlineData("ulimit -v 1000000")]
    public void A_shell_that_limits_memory_gets_the_same_report(string limit)
    {
        using var user = new TemporaryFolder();

        NativeBinary.Run plenty = NativeBinary.Start(user.Path, "models --sample --json");
        NativeBinary.Run little = NativeBinary.Shell(user.Path, $"{limit}; $T models --sample --json");

        Assert.Equal((0, ""), (little.ExitCode, little.Error));
        Assert.Equal(TotalsOf(plenty), TotalsOf(little));
    }

    [Fact]
    public async Task The_heap_asks_the_system_for_large_pages_for_what_every_run_needs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.SystemPageSize == 4096, "large pages are asked for on Linux with pages of 4 KB");
        Assert.SkipUnless(Directory.Exists("/sys/kernel/mm/transparent_hugepage"), "this system has no large pages");
        using var user = new TemporaryFolder();
        // Waits for its input, so that there is time to look at it.
        var start = new ProcessStartInfo(NativeBinary.Path, ["statusline", "--sample"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = user.Path;
        using Process process = Process.Start(start)!;
        long bytes = 0;
        for (int look = 0; look < 200 && bytes == 0; look++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            bytes = LargePageBytes().Matches(File.ReadAllText($"/proc/{process.Id}/smaps")).Sum(match => long.Parse(match.Groups[1].Value) << 10);
        }
        process.StandardInput.Close();
        Assert.Contains("today", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(8 << 20, bytes);
    }

    private static string TotalsOf(NativeBinary.Run run)
    {
        using JsonDocument report = JsonDocument.Parse(run.Output);
        return report.RootElement.GetProperty("totals").GetRawText();
    }

    // A mapping's size, and far behind it, before the next mapping, the mark "hg" among its flags.
    [GeneratedRegex(@"^Size: +(\d+) kB(?:\n(?!Size:).*)*?\nVmFlags:.* hg\b", RegexOptions.Multiline)]
    private static partial Regex LargePageBytes();
}
