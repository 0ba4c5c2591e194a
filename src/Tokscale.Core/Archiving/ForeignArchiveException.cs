namespace Tokscale.Core.Archiving;

/// <summary>The file to merge cannot be used; as in <see cref="ArchiveException"/>, the message is a clause about it.</summary>
public sealed class ForeignArchiveException(string message) : Exception(message)
{
    /// <summary>Runs something that reads the file to merge, so that its errors are not taken for those of the own archive.</summary>
    internal static T Of<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArchiveException error)
        {
            throw new ForeignArchiveException(error.Message);
        }
    }
}
