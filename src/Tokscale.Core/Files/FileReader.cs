using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>Reads log files into one reused buffer. One instance a worker; what it hands out lives until its next call.</summary>
public sealed class FileReader : IDisposable
{
    /// <summary>Opens a file for reading line by line.</summary>
    /// <param name="file">The log.</param>
    /// <param name="marker">Bytes that every line of interest holds; see <see cref="LogLine.HasMarker"/>. Null: none.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public LineReader OpenLines(SourceFile file, LineMarker? marker = null) => throw new NotImplementedException();

    /// <summary>Reads a whole document; a byte order mark is left out.</summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than <see cref="DocumentBytesMax"/>.</exception>
    public ReadOnlySpan<byte> ReadDocument(SourceFile file) => throw new NotImplementedException();

    /// <inheritdoc cref="ReadDocument(SourceFile)"/>
    public ReadOnlySpan<byte> ReadDocument(string path) => throw new NotImplementedException();

    /// <summary>Documents are held in memory while they are read; no agent writes larger ones.</summary>
    public const int DocumentBytesMax = 512 << 20;

    public void Dispose()
    {
    }
}
