using System.Globalization;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Rendering;

/// <summary>The words for work that is not done yet.</summary>
internal static class ProgressText
{
    private const double BytesPerMegabyte = 1e6;

    public static string Of(ScanProgress progress)
    {
        if (progress.FileCount == 0) return "looking for logs";
        double megabytes = progress.BytesDone / BytesPerMegabyte;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"reading logs: {progress.FilesDone:N0} of {progress.FileCount:N0} files, {megabytes:N0} MB, {megabytes / progress.Elapsed.TotalSeconds:N0} MB/s");
    }
}
