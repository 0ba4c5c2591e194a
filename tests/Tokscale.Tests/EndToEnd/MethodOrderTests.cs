using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>Where the methods of the native binary lie; docs/decisions/method-order.md.</summary>
public sealed class MethodOrderTests
{
    [Fact]
    public void Methods_that_usual_commands_run_lie_next_to_each_other()
    {
        string symbols = NativeBinary.Path + ".dbg";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(symbols), $"there are no symbols at {symbols}");
        bool isOrdered = Directory.Exists(Path.Join(Fixture.RepositoryFolder(), "artifacts", "net10.0", "obj", "Tokscale.Cli", PublishedAs()));
        Assert.SkipUnless(isOrdered, "the compiler of .NET 9 stood in, which cannot order methods");

        string[] listed = File.ReadAllLines(Path.Join(Fixture.RepositoryFolder(), "src", "Tokscale.Cli", "methods.order"));
        Dictionary<string, long> all = AddressesIn(symbols);
        long[] addresses = [.. listed.Where(all.ContainsKey).Select(name => all[name]).Order()];

        Assert.True(addresses.Length > listed.Length * 0.8, $"of {listed.Length} methods {addresses.Length} are left; run scripts/order");
        long codeBytes = all["__stop___managedcode"] - all["__start___managedcode"];
        // The compiler leaves some of its own helpers where they are.
        int few = addresses.Length / 50;
        Assert.InRange(addresses[^few] - addresses[0], 1, codeBytes / 5);
    }

    private static string PublishedAs() => "release_" + Path.GetFileName(Path.GetDirectoryName(NativeBinary.Path));

    private static Dictionary<string, long> AddressesIn(string symbols)
    {
        using Process process = Process.Start(new ProcessStartInfo("nm", [symbols]) { RedirectStandardOutput = true })!;
        var addresses = new Dictionary<string, long>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ') is not [{ Length: 16 } address, _, var name]) continue;
            addresses.TryAdd(name, long.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
        process.WaitForExit();
        return addresses;
    }
}
