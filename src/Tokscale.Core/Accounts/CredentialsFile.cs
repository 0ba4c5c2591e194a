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
    /// <exception cref="UserError">The file cannot be read or used.</exception>
    public AccountList Load() => Read(out string? problem)
        ?? throw new UserError($"{Current ?? Path} {problem}; log in again to replace it, or delete it.");

    /// <summary>The accounts; null when the file is damaged or none of ours, so that nobody can have any use of it.</summary>
    /// <param name="problem">What is wrong with the file, in words that go on from its name.</param>
    /// <exception cref="UserError">The file cannot be read, or a newer version wrote it.</exception>
    public AccountList? Read(out string? problem)
    {
        problem = null;
        if (Current is not { } path) return AccountList.Empty;
        FileStatus status = FileStatus.Of(path);
        if (status.Kind == FileStatus.FileKind.Refused) throw new UserError($"{path} could not be read: {status.Refusal}");
        if (!status.IsFile || status.Bytes > BytesMax)
        {
            problem = "is no file that could hold accounts";
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (CredentialsReader.IsNewer(document.RootElement))
                throw new UserError($"{path} was written by a newer version of tokscale; use that one, or delete the file.");
            AccountList? accounts = new CredentialsReader(export).Read(document.RootElement);
            if (accounts is null) problem = "holds no accounts";
            return accounts;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            problem = "is no valid JSON"; // The parser's own words can quote the file.
            return null;
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
        if (accounts.Accounts.IsEmpty) Delete();
        else OwnFile.Write(Path, CredentialsWriter.Write(accounts));
    }

    /// <summary>Deletes the file whatever it holds, and those of earlier places, whose accounts would be back otherwise.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void Delete()
    {
        OwnFile.Delete(Path);
        DeleteFormer();
    }

    /// <summary>Deletes the files of earlier places: their accounts have been saved here.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void DeleteFormer()
    {
        foreach (string path in _former) OwnFile.Delete(path);
    }
}
