using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Tokscale.Core.Files;

/// <summary>
/// Lets a thread of its own find the lines of a file, some blocks ahead of the thread that reads them: what a line means may
/// depend on all lines before it, but where it ends does not. Worth it for a file that other threads would have to wait for.
/// </summary>
internal sealed class LinesAhead : IDisposable
{
    private const int BlockCount = 4;
    private const int StackBytes = 256 << 10;

    private readonly LineReader _lines;
    private readonly int _blockBytes;
    private readonly Block[] _blocks;
    private readonly SemaphoreSlim _foundBlocks = new(0), _freeBlocks = new(BlockCount - 1);
    private readonly Thread _finder;
    private int _filling, _reading, _nextLine;
    private bool _isBlockTaken;
    private volatile bool _isStopped;
    private ExceptionDispatchInfo? _failure;

    /// <param name="lines">Whose lines are found. The other thread uses it from the start until all lines were taken, or this is disposed.</param>
    /// <param name="buffer">Its buffer, the first to be filled.</param>
    /// <param name="blockBytes">How large the others are.</param>
    public LinesAhead(LineReader lines, byte[] buffer, int blockBytes)
    {
        (_lines, _blockBytes) = (lines, blockBytes);
        _blocks = [.. Enumerable.Range(0, BlockCount).Select(index => new Block { Buffer = index == 0 ? buffer : ArrayPool<byte>.Shared.Rent(blockBytes) })];
        _finder = new Thread(FindAll, StackBytes) { IsBackground = true };
    }

    /// <summary>Starts the other thread.</summary>
    public void Start() => _finder.Start();

    /// <summary>The next line; waits until it is found.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="IOException">The file cannot be read any further.</exception>
    public bool TryTake(out LogLine line)
    {
        while (true)
        {
            if (!_isBlockTaken) _foundBlocks.Wait();
            _isBlockTaken = true;
            Block block = _blocks[_reading];
            if (_nextLine < block.Lines.Count)
            {
                line = block.Lines[_nextLine++].In(block.Buffer);
                return true;
            }
            if (block.IsLast)
            {
                _failure?.Throw();
                line = default;
                return false;
            }
            (_reading, _nextLine, _isBlockTaken) = ((_reading + 1) % BlockCount, 0, false);
            _freeBlocks.Release();
        }
    }

    /// <summary>For the finding thread: hands over the lines that were found in the buffer, and gives one for the next.</summary>
    public byte[] NextBuffer()
    {
        Block full = _blocks[_filling];
        if (full.Lines.Count == 0 || _isStopped) return full.Buffer;
        _foundBlocks.Release();
        _freeBlocks.Wait();
        _filling = (_filling + 1) % BlockCount;
        Block free = _blocks[_filling];
        free.Lines.Clear();
        // A huge line is rare; its buffer would stay as long as the file is read.
        if (free.Buffer.Length > 2 * _blockBytes) Replace(ArrayPool<byte>.Shared.Rent(_blockBytes));
        return free.Buffer;
    }

    /// <summary>For the finding thread: the buffer was too small; it is given back.</summary>
    public void Replace(byte[] larger)
    {
        ArrayPool<byte>.Shared.Return(_blocks[_filling].Buffer);
        _blocks[_filling].Buffer = larger;
    }

    /// <summary>Stops the other thread, which leaves its last buffer with the reader.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _freeBlocks.Release();
        _finder.Join();
        for (int index = 0; index < BlockCount; index++)
            if (index != _filling) ArrayPool<byte>.Shared.Return(_blocks[index].Buffer);
        _foundBlocks.Dispose();
        _freeBlocks.Dispose();
    }

    private void FindAll()
    {
        try
        {
            while (!_isStopped && _lines.TryFind(out LogLine line)) _blocks[_filling].Add(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }
        _blocks[_filling].IsLast = true;
        _foundBlocks.Release();
    }

    private sealed class Block
    {
        public required byte[] Buffer { get; set; }

        public List<FoundLine> Lines { get; } = [];

        public bool IsLast { get; set; }

        public void Add(LogLine line)
        {
            new ReadOnlySpan<byte>(Buffer).Overlaps(line.Bytes, out int start);
            Lines.Add(new FoundLine(start, line.Bytes.Length, line.Number, line.HasMarker, line.IsTorn, line.HasNuls, line.IsRuledOut));
        }
    }

    private readonly record struct FoundLine(int Start, int Length, long Number, bool HasMarker, bool IsTorn, bool HasNuls, bool IsRuledOut)
    {
        public LogLine In(byte[] buffer) => new(buffer.AsSpan(Start, Length), Number, HasMarker, IsTorn, HasNuls, IsRuledOut);
    }
}
