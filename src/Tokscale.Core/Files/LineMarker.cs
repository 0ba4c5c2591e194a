namespace Tokscale.Core.Files;

/// <summary>Bytes to look for in lines while they are split.</summary>
public sealed class LineMarker(ReadOnlySpan<byte> bytes)
{
    private readonly byte[] _bytes = bytes.ToArray();

    public ReadOnlySpan<byte> Bytes => _bytes;
}
