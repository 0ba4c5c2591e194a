using ZstdSharp;

namespace Tokscale.Core.Files;

/// <summary>Unpacks the zstd frames that stand in the rows of a database, one value after the other into the same buffer.</summary>
internal sealed class ZstdValue : IDisposable
{
    /// <summary>How many bytes every frame begins with.</summary>
    public const int MagicBytes = 4;

    /// <summary>Largest value that is unpacked; a few bytes can promise gigabytes.</summary>
    public const int UnpackedBytesMax = 32 << 20;

    private readonly Decompressor _decompressor = new();
    private byte[] _unpacked = [];

    public static bool BeginsLikeOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]);

    /// <param name="frames">The value as it is kept.</param>
    /// <param name="value">What was packed; valid until the next call.</param>
    /// <returns>False: it does not unpack, or is larger than <see cref="UnpackedBytesMax"/>.</returns>
    public bool TryUnpack(ReadOnlySpan<byte> frames, out ReadOnlySpan<byte> value)
    {
        value = default;
        try
        {
            ulong bytes = Decompressor.GetDecompressedSize(frames);
            if (bytes > UnpackedBytesMax) return false;
            if (_unpacked.Length < (int)bytes) _unpacked = new byte[bytes];
            value = _unpacked.AsSpan(0, _decompressor.Unwrap(frames, _unpacked));
            return true;
        }
        catch (ZstdException)
        {
            return false;
        }
    }

    public void Dispose() => _decompressor.Dispose();
}
