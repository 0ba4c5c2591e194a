namespace Tokscale.Core.Json;

/// <summary>Which of the open containers are objects: a stack of bits that allocates only below 64 levels.</summary>
internal struct JsonNesting
{
    private const int BitsPerWord = 64;

    private ulong _top;
    private ulong[]? _below;

    public int Depth { get; private set; }

    public readonly bool IsInObject => (_top & 1) != 0;

    /// <summary>False when <see cref="JsonCursor.DepthMax"/> is reached.</summary>
    public bool TryPush(bool isObject)
    {
        if (Depth >= JsonCursor.DepthMax) return false;
        if (Depth > 0 && Depth % BitsPerWord == 0)
        {
            _below ??= new ulong[JsonCursor.DepthMax / BitsPerWord + 1];
            _below[Depth / BitsPerWord - 1] = _top;
        }
        _top = (_top << 1) | (isObject ? 1UL : 0UL);
        Depth++;
        return true;
    }

    public void Pop()
    {
        Depth--;
        _top = Depth > 0 && Depth % BitsPerWord == 0 ? _below![Depth / BitsPerWord - 1] : _top >> 1;
    }
}
