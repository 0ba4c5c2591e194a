namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads the addresses by which editors name folders.</summary>
public static class FileUri
{
    /// <summary>
    /// The path in <c>file:///w/app</c> (also with another scheme and a host, as for folders on other machines), percent
    /// signs decoded. What is no address is a path already.
    /// </summary>
    /// <returns>Null when there is nothing.</returns>
    public static string? ToPath(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return address;
        int slash = address.IndexOf('/', scheme + "://".Length);
        if (slash < 0) return null;
        string path = Uri.UnescapeDataString(address[slash..]);
        bool hasDrive = path.Length >= 3 && char.IsAsciiLetter(path[1]) && path[2] == ':';
        return hasDrive ? path[1..] : path;
    }
}
