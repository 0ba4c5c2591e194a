using System.Runtime.Intrinsics;

namespace Tokscale.Tests.Fuzz;

/// <summary>How much to try, from the environment that <c>scripts/fuzz</c> sets.</summary>
internal static class FuzzSettings
{
    private const int QuickRounds = 2, UsualSeed = 20260501;

    /// <summary>How often each fixture is damaged.</summary>
    public static int Rounds { get; } = Number("TOKSCALE_FUZZ_ROUNDS", QuickRounds);

    public static int Seed { get; } = Number("TOKSCALE_FUZZ_SEED", UsualSeed);

    /// <summary>
    /// Where results are noted, to be compared between a run with vectors and one without; null: nowhere. Homes lie there too,
    /// so that their paths are the same in both.
    /// </summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("TOKSCALE_FUZZ_FOLDER");

    /// <summary>The file for the results of this run.</summary>
    public static string? Results => Folder is null ? null : Path.Join(Folder, Vector128.IsHardwareAccelerated ? "with-vectors" : "without-vectors");

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;
}
