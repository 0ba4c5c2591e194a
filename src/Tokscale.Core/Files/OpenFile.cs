using Microsoft.Win32.SafeHandles;

namespace Tokscale.Core.Files;

/// <summary>
/// A file opened for reading, without a lock and without ever waiting for something to appear. Dispose it once.
/// </summary>
internal readonly struct OpenFile : IDisposable
{
    private readonly PosixCalls.PathParts _path;
    private readonly int _descriptor;

    /// <summary>Null where the system is called directly.</summary>
    private readonly SafeFileHandle? _handle;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public OpenFile(string path)
    {
        _path = new PosixCalls.PathParts(string.Empty, path);
        if (PosixCalls.AreUsable) _descriptor = PosixCalls.OpenToRead(PosixCalls.CurrentFolder, path, _path);
        else _handle = FileReader.Open(path);
    }

    /// <param name="folder">A descriptor.</param>
    /// <param name="folderPath">Its path.</param>
    /// <param name="name">The file's name there.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public OpenFile(int folder, string folderPath, string name)
    {
        _path = new PosixCalls.PathParts(folderPath, name);
        _descriptor = PosixCalls.OpenToRead(folder, name, _path);
    }

    /// <summary>How long the file is now.</summary>
    public long Bytes => _handle is null ? StatxCall.OfOpen(_descriptor).Bytes : RandomAccess.GetLength(_handle);

    /// <summary>What the file system says of the file now; where it cannot be asked about an open one, of what has its path.</summary>
    public FileStatus Status => _handle is null ? StatxCall.OfOpen(_descriptor) : FileStatus.Of(_path.Join());

    /// <summary>Reads once.</summary>
    /// <returns>How much was read, perhaps less than there is room for; 0 at the end of the file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(Span<byte> target, long offset) =>
        _handle is null ? PosixCalls.Read(_descriptor, target, offset, _path) : RandomAccess.Read(_handle, target, offset);

    public void Dispose()
    {
        if (_handle is null) _ = PosixCalls.Close(_descriptor);
        else _handle.Dispose();
    }
}
