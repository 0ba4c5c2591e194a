using System.Text.Json;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Accounts;

/// <summary>The accounts of a service in our settings folder. Only their owner may read the file.</summary>
public sealed class CredentialsFile(HomeDirectory home, UsageExport export)
{
    private const int BytesMax = 1 << 20;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string[] _former =
    [
        .. export.FormerCredentials.Where(SourceRoots.IsOfThisSystem)
            .Select(root => System.IO.Path.Join(home.Place(root.Place), root.Path)),
    ];

    /// <summary>Where accounts are saved.</summary>
    public string Path { get; } = System.IO.Path.Join(home.Place(RootPlace.Tokscale), export.CredentialsFile);

    /// <summary>Where accounts are: the file itself, else the one of an earlier place; null when there is none.</summary>
    public string? Current => _former.Prepend(Path).FirstOrDefault(path => FileStatus.Of(path).Kind != FileStatus.FileKind.Missing);

    /// <summary>Others on this machine can read the tokens.</summary>
    public bool IsOpenToOthers
    {
        get
        {
            if (OperatingSystem.IsWindows() || Current is not { } path) return false;
            try
            {
                return (File.GetUnixFileMode(path) & OthersRead) != 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false; // It went in this moment, or lies where nobody may look.
            }
        }
    }

    /// <summary>The accounts; none when there is no file.</summary>
    /// <exception cref="UserError">The file cannot be read, or is none of ours.</exception>
    public AccountList Load()
    {
        if (Current is not { } path) return AccountList.Empty;
        try
        {
            FileStatus status = FileStatus.Of(path);
            if (status.Kind != FileStatus.FileKind.Regular) throw Unusable(path, "is no regular file");
            if (status.Bytes > BytesMax) throw Unusable(path, "is too large");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new CredentialsReader(export).Read(document.RootElement)
                ?? throw Unusable(path, "holds no accounts that this version knows how to read");
        }
        catch (JsonException)
        {
            // The parser's own words can quote the file.
            throw Unusable(path, "is no valid JSON");
        }
        catch (InvalidOperationException)
        {
            throw Unusable(path, "has text that cannot be decoded");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} could not be read: {error.Message}");
        }
    }

    /// <summary>Replaces the file as a whole. Without accounts there is no file.</summary>
    /// <exception cref="UserError">It cannot be written.</exception>
    public void Save(AccountList accounts)
    {
        if (accounts.Accounts.IsEmpty)
        {
            Delete();
            return;
        }
        byte[] text = CredentialsWriter.Write(accounts);
        try
        {
            bool isDone = PrivateFile.Replace(Path, path =>
            {
                using FileStream file = PrivateFile.Create(path);
                file.Write(text);
                file.Flush(flushToDisk: true);
            });
            if (!isDone) throw new UserError($"{Path} is being written by another process; try again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{Path} could not be written: {error.Message}");
        }
    }

    /// <summary>Deletes the file whatever it holds, and those of earlier places, whose accounts would be back otherwise.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void Delete()
    {
        DeleteFile(Path);
        DeleteFormer();
    }

    /// <summary>Deletes the files of earlier places: their accounts have been saved here.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void DeleteFormer()
    {
        foreach (string path in _former) DeleteFile(path);
    }

    private static void DeleteFile(string path)
    {
        try
        {
            // A link is deleted, not what it leads to. What is in a folder that does not exist is gone already.
            if (Directory.Exists(System.IO.Path.GetDirectoryName(path))) File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} could not be deleted: {error.Message}");
        }
    }

    private static UserError Unusable(string path, string problem) => new($"{path} {problem}; delete it and log in again.");
}
