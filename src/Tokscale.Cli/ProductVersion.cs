using System.Text;
using Tokscale.Cli.Hosting;

namespace Tokscale.Cli;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static ExitCode Print(Stream output)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes($"tokscale {Text}\n"));
            return ExitCode.Done;
        }
        catch (IOException)
        {
            return ExitCode.Failed;
        }
    }
}
