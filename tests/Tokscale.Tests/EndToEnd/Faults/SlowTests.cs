using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>Tests that take longer than a change should wait for. <c>scripts/faults</c> runs them.</summary>
internal static class SlowTests
{
    public static bool AreWanted { get; } = Environment.GetEnvironmentVariable("TOKSCALE_SLOW_TESTS") == "1";

    /// <summary>Skips a test unless slow ones are wanted.</summary>
    public static void SkipUnlessWanted() => Assert.SkipUnless(AreWanted, "it is slow; scripts/faults runs it");

    /// <summary>How often to repeat what is done with random places or moments.</summary>
    public static int Rounds(int quick, int slow) => AreWanted ? slow : quick;
}
