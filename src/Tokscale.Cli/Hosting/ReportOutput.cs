using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Hosting;

/// <summary>Puts a report where the user wants it; a file is replaced as a whole or not at all.</summary>
internal static class ReportOutput
{
    private static string TemporaryEnd { get; } = $".{Environment.ProcessId}.tmp";

    /// <summary>Writes to standard output. What goes wrong is said and false.</summary>
    public static bool TryWrite(CliHost host, byte[] report) => TryWrite(host, output => output.Write(report));

    private static bool TryWrite(CliHost host, Action<Stream> write)
    {
        try
        {
            write(host.Output);
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
        if (path is null) return TryWrite(host, write) ? ExitCode.Done : ExitCode.Failed;
        WriteFile(path, write);
        return ExitCode.Done;
    }

    /// <summary>Puts a file that another program part makes where the user wants it. An older one stays until it is complete.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="origin">What it is made from, which it must not replace.</param>
    /// <param name="make">Writes the file, which exists and is empty, to the path it gets; false when there is nothing to write.</param>
    /// <returns>What <paramref name="make"/> said.</returns>
    /// <exception cref="UserError">The file cannot be written there.</exception>
    public static bool TryReplaceFile(string path, string origin, Func<string, bool> make)
    {
        bool isMade = false;
        Guard(path, path, target =>
        {
            if (!IsRegularOrNew(target)) throw new UserError($"{path} is no file; name one.");
            bool isOrigin = target == Path.GetFullPath(origin) || FileStatus.Of(target).IsSameAs(FileStatus.Of(origin));
            if (isOrigin) throw new UserError($"{path} is the archive itself; name another file.");
            Replace(target, temporary =>
            {
                PrivateFile.Create(temporary).Dispose();
                isMade = make(temporary);
                return isMade;
            });
        });
        return isMade;
    }

    /// <summary>Writes a file. An older one stays as it is until the new one is complete.</summary>
    private static void WriteFile(string path, Action<Stream> write) => Guard(path, $"--output '{path}'", target =>
    {
        if (!IsRegularOrNew(target)) WriteInPlace(target, write);
        else
        {
            Replace(target, temporary =>
            {
                using FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                write(file);
                return true;
            });
        }
    });

    private static void Guard(string path, string name, Action<string> write)
    {
        if (path.Length == 0) throw UserError.InOption("--output needs the name of a file.");
        if (Directory.Exists(path)) throw new UserError($"{name} is a folder; name a file in it.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder)) throw new UserError($"{name} could not be written: there is no folder {folder}; make it first.");
        try
        {
            write(TargetOf(path));
        }
        catch (IOException error)
        {
            throw NotWritten(name, error.Message);
        }
        catch (UnauthorizedAccessException)
        {
            throw NotWritten(name, "you may not write there");
        }
        catch (ArgumentOutOfRangeException)
        {
            // What .NET makes of the limit that a shell can set on the size of files.
            throw NotWritten(name, "it would be larger than the system allows");
        }
    }

    // The user knows nothing of the file that is written first.
    private static UserError NotWritten(string name, string reason) => new($"{name} could not be written: {reason.Replace(TemporaryEnd, "")}");

    // A link stays a link: what it points to is replaced.
    private static string TargetOf(string path) => new FileInfo(path).LinkTarget is null
        ? Path.GetFullPath(path)
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    // Devices and pipes cannot be replaced by a file; they are written to as they are.
    private static bool IsRegularOrNew(string path) =>
        FileStatus.Of(path).Kind is FileStatus.FileKind.Regular or FileStatus.FileKind.Missing;

    private static void WriteInPlace(string path, Action<Stream> write)
    {
        using FileStream device = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        write(device);
    }

    /// <param name="path">The file to replace.</param>
    /// <param name="make">Writes the new one to the path it gets; false: it is not wanted.</param>
    private static void Replace(string path, Func<string, bool> make)
    {
        string temporary = path + TemporaryEnd;
        UnfinishedFiles.Guard(temporary);
        try
        {
            if (!make(temporary)) return;
            using (FileStream file = new(temporary, FileMode.Open, FileAccess.Write)) file.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
            UnfinishedFiles.Release(temporary);
        }
    }
}
