using System.IO.Hashing;
using System.Text;

namespace Tokscale.Core.Usage;

/// <summary>
/// Interns the names of a scan: equal names get equal ids. Safe to use from several threads; ids depend on the order of
/// calls and mean nothing outside the table.
/// </summary>
public sealed class NameTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, NameId> _byHash = [];
    private readonly List<string> _names = [""];

    /// <summary>The id of a name in UTF-8, trimmed; bad bytes become U+FFFD. Empty: <c>default</c>, "the log does not say".</summary>
    public NameId Add(ReadOnlySpan<byte> utf8)
    {
        utf8 = Trim(utf8);
        if (utf8.IsEmpty) return default;
        UInt128 hash = XxHash128.HashToUInt128(utf8);
        lock (_lock)
        {
            if (_byHash.TryGetValue(hash, out NameId id)) return id;
            string name = Encoding.UTF8.GetString(utf8);
            // Names that differ only in bad bytes are one name once these are replaced, and that is the only thing that others see.
            bool isMended = name.Contains('\uFFFD') && !utf8.SequenceEqual(Encoding.UTF8.GetBytes(name));
            id = isMended ? Add(name) : new NameId(_names.Count);
            if (!isMended) _names.Add(name);
            _byHash.Add(hash, id);
            return id;
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{byte})"/>
    public NameId Add(string? name) => string.IsNullOrEmpty(name) ? default : Add(Encoding.UTF8.GetBytes(name));

    /// <summary>The name behind an id; null when the log did not say.</summary>
    public string? this[NameId id]
    {
        get
        {
            if (!id.IsKnown) return null;
            lock (_lock) return _names[id.Index];
        }
    }

    /// <summary>Ids handed out so far, plus one: every id is below this.</summary>
    public int Count
    {
        get { lock (_lock) return _names.Count; }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> utf8) => utf8.Trim(" \t\r\n\0"u8);
}
