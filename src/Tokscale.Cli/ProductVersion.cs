using System.Text;
using Tokscale.Cli.Hosting;

namespace Tokscale.Cli;

/// <summary>Which version this is; the build writes its text down.</summary>
internal static partial class ProductVersion
{
    public static ExitCode Print(Stream output)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes("tokscale " + Text + "\n"));
            return ExitCode.Done;
        }
        catch (IOException)
        {
            return ExitCode.Failed;
        }
    }
}
