using Tokscale.Cli.Hosting;

namespace Tokscale.Cli;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static ExitCode Print()
    {
        using Stream output = Console.OpenStandardOutput();
        return ReportOutput.TryWrite(output, System.Text.Encoding.UTF8.GetBytes($"tokscale {Text}\n"), Console.Error) ? ExitCode.Done : ExitCode.Failed;
    }
}
