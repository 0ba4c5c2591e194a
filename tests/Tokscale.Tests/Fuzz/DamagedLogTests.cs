using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using Xunit;

namespace Tokscale.Tests.Fuzz;

/// <summary>Whatever is done to a log, every way to read it says the same, and says it soon.</summary>
public class DamagedLogTests
{
    /// <summary>Queries of a hostile database are cut off after five seconds each.</summary>
    private const int SecondsMax = 20;

    /// <summary>What changed less than two seconds ago is not believed to be unchanged.</summary>
    private static readonly TimeSpan s_uncertain = TimeSpan.FromSeconds(2.2);

    [Fact]
    public void Block_sizes_threads_and_caches_make_no_difference_to_damaged_logs()
    {
        var results = new StringBuilder();
        for (int round = 0; round < FuzzSettings.Rounds; round++)
        {
            DamagedHome[] homes = [.. Fixture.Names().Select(name => DamagedHome.Lay(name, round))];
            Thread.Sleep(s_uncertain);
            foreach (DamagedHome home in homes)
            {
                results.AppendLine($"{home.Name} {round} {XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Check(home, round))):x16}");
                home.Dispose();
            }
        }
        if (FuzzSettings.Results is { } path) File.WriteAllText(path, results.ToString());
    }

    /// <returns>What the home holds.</returns>
    private static string Check(DamagedHome home, int round)
    {
        string mutant = $"mutant {round} of {home.Name}, seed {FuzzSettings.Seed}";
        long start = Stopwatch.GetTimestamp();
        string expected = home.Read();
        Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsMax, $"{mutant} takes too long");
        AssertSame("blocks of 16 bytes", home.ReadInBlocks(16));
        AssertSame("blocks of 61 bytes", home.ReadInBlocks(61));
        AssertSame("lines found ahead in blocks of 61 bytes", home.ReadAhead(61));
        AssertSame("an empty cache", home.ReadWithCache());
        AssertSame("a filled cache", home.ReadWithCache());
        return expected;

        void AssertSame(string way, string actual) => Assert.True(expected == actual, $"{mutant}: {way} says\n{actual}\nnot\n{expected}");
    }
}
