using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Core.Accounts;

/// <summary>Changes files of ours that only their owner may read. What fails is told to the user.</summary>
public static class OwnFile
{
    /// <summary>Replaces a file as a whole; a link is replaced, not followed.</summary>
    /// <exception cref="UserError">It cannot be written; the old one is whole.</exception>
    public static void Write(string path, byte[] content)
    {
        try
        {
            if (!PrivateFile.Replace(path, content)) throw new UserError($"{path} is being written by another process; try again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} could not be written: {error.Message}");
        }
    }

    /// <summary>Deletes a file if there is one; of a link, not what it leads to.</summary>
    /// <exception cref="UserError">It cannot be deleted.</exception>
    public static void Delete(string path)
    {
        try
        {
            // Without its folder .NET would complain, though there is nothing to delete.
            if (Directory.Exists(Path.GetDirectoryName(path))) File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} could not be deleted: {error.Message}");
        }
    }

    /// <summary>Gives a file another name, if there is one; a file that has that name is replaced.</summary>
    /// <exception cref="UserError">It cannot be renamed.</exception>
    public static void Move(string path, string newPath)
    {
        try
        {
            if (File.Exists(path)) File.Move(path, newPath, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} could not be renamed: {error.Message}");
        }
    }
}
