using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Hosting;

/// <summary>Puts a finished report where the user wants it: whole or not at all.</summary>
internal static class ReportOutput
{
    /// <summary>Writes to standard output. What goes wrong is said and false.</summary>
    public static bool TryWrite(CliHost host, ReadOnlySpan<byte> report)
    {
        try
        {
            host.Output.Write(report);
            return true;
        }
        catch (IOException error)
        {
            host.Say($"Error: the report could not be written: {error.Message}.");
            return false;
        }
    }

    /// <summary>Writes to standard output or to a file while the report is made, for reports of any size.</summary>
    /// <param name="host">Where standard output is.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="write">Makes the report.</param>
    /// <exception cref="UserError">The file cannot be written there.</exception>
    public static ExitCode Stream(CliHost host, string? path, Action<Stream> write)
    {
        if (path is not null)
        {
            WriteFile(path, write);
            return ExitCode.Done;
        }
        try
        {
            write(host.Output);
            return ExitCode.Done;
        }
        catch (IOException error)
        {
            host.Say($"Error: the report could not be written: {error.Message}.");
            return ExitCode.Failed;
        }
    }

    /// <summary>Writes a file. An older one stays as it is until the new one is complete.</summary>
    /// <exception cref="UserError">The file cannot be written there.</exception>
    public static void WriteFile(string path, byte[] report) => WriteFile(path, file => file.Write(report));

    private static void WriteFile(string path, Action<Stream> write)
    {
        if (path.Length == 0) throw UserError.InOption("--output needs the name of a file.");
        if (Directory.Exists(path)) throw new UserError($"--output '{path}' is a folder; name a file in it.");
        try
        {
            string target = TargetOf(path);
            if (IsRegularOrNew(target)) Replace(target, write);
            else WriteInPlace(target, write);
        }
        catch (IOException error)
        {
            throw NotWritten(path, error.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotWritten(path, error.Message);
        }
        catch (ArgumentOutOfRangeException)
        {
            // What .NET makes of the limit that a shell can set on the size of files.
            throw NotWritten(path, "it would be larger than the system allows");
        }
    }

    private static UserError NotWritten(string path, string reason) => new($"--output '{path}' could not be written: {reason}");

    // A link stays a link: what it points to is replaced.
    private static string TargetOf(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    // Devices and pipes cannot be replaced by a file; they are written to as they are.
    private static bool IsRegularOrNew(string path) =>
        FileStatus.Of(path).Kind is FileStatus.FileKind.Regular or FileStatus.FileKind.Missing;

    private static void WriteInPlace(string path, Action<Stream> write)
    {
        using FileStream device = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        write(device);
    }

    private static void Replace(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = UnfinishedFiles.Create(temporary, () => new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0)))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
            UnfinishedFiles.Release(temporary);
        }
    }
}
