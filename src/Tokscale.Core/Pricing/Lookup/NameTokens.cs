namespace Tokscale.Core.Pricing.Lookup;

/// <summary>The tokens of a model name, with versions in one spelling and neutral marks dropped.</summary>
internal ref struct NameTokens
{
    /// <summary>The longest name that is looked at; no model has one half as long.</summary>
    public const int CharactersMax = 160;

    public const int TokensMax = 40;

    /// <summary>Room for the written tokens: separators and dots can be added.</summary>
    public const int TextMax = 2 * CharactersMax;

    private readonly Span<char> _text;
    private readonly Span<NameToken> _tokens;
    private readonly ModelTraits _traits;
    private int _count;

    /// <param name="name">A bare model name.</param>
    /// <param name="text">Room for <see cref="CharactersMax"/> characters.</param>
    /// <param name="tokens">Room for <see cref="TokensMax"/> tokens.</param>
    public NameTokens(ReadOnlySpan<char> name, Span<char> text, Span<NameToken> tokens)
    {
        _tokens = tokens;
        if (name.Length > CharactersMax) return;
        // A few agents put the maker in front of its own model.
        if (name.StartsWith("anthropic-claude", StringComparison.OrdinalIgnoreCase)) name = name["anthropic-".Length..];
        int length = name.ToLowerInvariant(text);
        _text = text[..WithoutRevision(text[..length])];
        _traits = Makers.OfName(_text)?.Traits ?? ModelTraits.None;
        Split();
        for (int i = 0; i < _count; i++) PutPoint(_tokens[i]);
        JoinVersions();
        DropDates();
        DropNeutral();
    }

    /// <summary>The date stamp as yyyymmdd; 0 when there is none.</summary>
    public int Date { get; private set; }

    public readonly bool IsEmpty => _count == 0;

    /// <summary>Writes the tokens with a space between them; the count of characters is returned.</summary>
    public readonly int Write(Span<char> into, bool isWeak)
    {
        int length = 0;
        bool isFamilyFirst = _traits.HasFlag(ModelTraits.FamilyFirst);
        int family = isFamilyFirst ? IndexOfFamily() : -1;
        int version = isFamilyFirst ? IndexOfVersion() : -1;
        if (_count > 0) Append(0, into, ref length);
        if (family > 0) Append(family, into, ref length);
        if (version > 0) Append(version, into, ref length);
        for (int i = 1; i < _count; i++)
            if (i != family && i != version && !(isWeak && IsWeakMark(Token(i)))) Append(i, into, ref length);
        return length;
    }

    /// <summary>Writes the name for people: the tokens with the separators they had; the count of characters is returned.</summary>
    public readonly int WriteReadable(Span<char> into)
    {
        int length = 0;
        int family = _traits.HasFlag(ModelTraits.FamilyFirst) ? IndexOfFamily() : -1;
        int version = family > 0 ? IndexOfVersion() : -1;
        bool isOrdered = family > 0 && version > 0;
        if (_count > 0) AppendReadable(0, into, ref length);
        if (isOrdered)
        {
            // The maker put the version first in its third generation.
            bool isVersionFirst = Token(version)[0] == '3';
            AppendReadable(isVersionFirst ? version : family, into, ref length);
            AppendReadable(isVersionFirst ? family : version, into, ref length);
        }
        for (int i = 1; i < _count; i++)
            if (!isOrdered || (i != family && i != version)) AppendReadable(i, into, ref length);
        return length;
    }

    // Bedrock's revisions: -v1:0, -v2:0:200k, -1:0.
    private static int WithoutRevision(ReadOnlySpan<char> name)
    {
        int colon = name.IndexOf(':');
        if (colon < 2 || colon + 1 == name.Length) return name.Length;
        if (!char.IsAsciiDigit(name[colon - 1]) || !char.IsAsciiDigit(name[colon + 1])) return name.Length;
        int start = name[..colon].LastIndexOf('-');
        if (start <= 0) return name.Length;
        ReadOnlySpan<char> revision = name[(start + 1)..colon];
        if (revision[0] == 'v') revision = revision[1..];
        bool isRevision = !revision.IsEmpty && !revision.ContainsAnyExceptInRange('0', '9') && IsRevisionTail(name[(colon + 1)..]);
        return isRevision && name[..start].ContainsAnyInRange('0', '9') ? start : name.Length;
    }

    // What follows the colon of a revision is a short number; llama3.1:8b names a size.
    private static bool IsRevisionTail(ReadOnlySpan<char> tail)
    {
        int end = tail.IndexOf(':');
        return !(end < 0 ? tail : tail[..end]).ContainsAnyExceptInRange('0', '9');
    }

    private void Split()
    {
        int start = 0;
        for (int i = 0; i <= _text.Length; i++)
        {
            if (i < _text.Length && _text[i] is not ('-' or '_' or '/' or ':' or '@' or ' ')) continue;
            if (i > start)
            {
                if (_count == _tokens.Length)
                {
                    _count = 0;
                    return; // No model's name: it has no identity then.
                }
                _tokens[_count++] = new NameToken((short)start, (short)(i - start));
            }
            start = i + 1;
        }
    }

    // k2p5, 4p6: a point that was not allowed in the name.
    private readonly void PutPoint(NameToken token)
    {
        Span<char> text = _text.Slice(token.Start, token.Length);
        int point = text.LastIndexOf('p');
        if (point < 1 || point == text.Length - 1) return;
        if (char.IsAsciiDigit(text[point - 1]) && !text[(point + 1)..].ContainsAnyExceptInRange('0', '9')) text[point] = '.';
    }

    // 4-5 is 4.5 and k2-5 is k2.5; longer numbers are dates and sizes.
    private void JoinVersions()
    {
        for (int i = 0; i + 1 < _count; i++)
        {
            ReadOnlySpan<char> major = Token(i), minor = Token(i + 1);
            if (minor.Length != 1 || !char.IsAsciiDigit(minor[0]) || !char.IsAsciiDigit(major[^1])) continue;
            if (major.Length > 1 && !char.IsAsciiLetter(major[^2])) continue;
            int gap = _tokens[i].Start + _tokens[i].Length;
            if (_text[gap] is not ('-' or '_') || _tokens[i + 1].Start != gap + 1) continue;
            _text[gap] = '.';
            _tokens[i] = new NameToken(_tokens[i].Start, (short)(_tokens[i].Length + 2));
            Remove(i + 1, 1);
        }
    }

    private void DropDates()
    {
        for (int i = 1; i < _count; i++)
        {
            if (IsDay(Token(i)))
            {
                Date = int.Parse(Token(i), provider: null);
                Remove(i--, 1);
            }
            else if (i + 2 < _count && IsYear(Token(i)) && IsTwoDigits(Token(i + 1)) && IsTwoDigits(Token(i + 2)))
            {
                Date = (int.Parse(Token(i), provider: null) * 10_000) + (int.Parse(Token(i + 1), provider: null) * 100)
                    + int.Parse(Token(i + 2), provider: null);
                Remove(i--, 3);
            }
        }
    }

    private void DropNeutral()
    {
        for (int i = _count - 1; i > 0; i--)
        {
            bool isDefault = Token(i) is "default";
            bool isLatest = Token(i) is "latest" && i > 1 && (!_traits.HasFlag(ModelTraits.FloatingLatest) || HasDigitBefore(i));
            bool isRevision = _traits.HasFlag(ModelTraits.FamilyFirst) && i == _count - 1 && Token(i) is "v1" or "v2" && HasDigitBefore(i);
            if (isDefault || isLatest || isRevision) Remove(i, 1);
        }
    }

    private readonly bool HasDigitBefore(int end)
    {
        for (int i = 0; i < end; i++)
            if (Token(i).ContainsAnyInRange('0', '9')) return true;
        return false;
    }

    private readonly bool IsWeakMark(ReadOnlySpan<char> token)
    {
        if (token is "preview" or "exp" or "beta" or "instruct" or "it" or "maas") return true;
        if (_traits.HasFlag(ModelTraits.InclusiveThreshold) && token is "reasoning" or "non") return true;
        return token.Length is 4 or 6 && !token.ContainsAnyExceptInRange('0', '9');
    }

    private readonly int IndexOfFamily()
    {
        for (int i = 1; i < _count; i++)
            if (Token(i) is "opus" or "sonnet" or "haiku" or "fable" or "mythos" or "instant") return i;
        return -1;
    }

    private readonly int IndexOfVersion()
    {
        for (int i = 1; i < _count; i++)
            if (!Token(i).ContainsAnyExceptInRange('.', '9')) return i; // Digits and points (and the slash between, split off above).
        return -1;
    }

    private readonly void Append(int index, Span<char> into, ref int length)
    {
        if (length > 0) into[length++] = ' ';
        AppendToken(index, into, ref length);
    }

    private readonly void AppendReadable(int index, Span<char> into, ref int length)
    {
        bool keepsSeparator = !_traits.HasFlag(ModelTraits.FamilyFirst) && index > 0;
        char separator = keepsSeparator ? _text[_tokens[index].Start - 1] : '-';
        if (length > 0) into[length++] = separator is '@' or ' ' ? '-' : separator;
        int start = length;
        AppendToken(index, into, ref length);
        if (_traits.HasFlag(ModelTraits.FamilyFirst)) into[start..length].Replace('.', '-');
    }

    private readonly void AppendToken(int index, Span<char> into, ref int length)
    {
        ReadOnlySpan<char> token = Token(index);
        if (_traits.HasFlag(ModelTraits.FamilyFirst))
        {
            if (token.EndsWith(".0") && token.Length > 2) token = token[..^2];
            if (token.Length == 2 && !token.ContainsAnyExceptInRange('0', '9'))
            {
                into[length++] = token[0]; // 41 is 4.1.
                into[length++] = '.';
                token = token[1..];
            }
        }
        token.CopyTo(into[length..]);
        length += token.Length;
    }

    private readonly ReadOnlySpan<char> Token(int index) => _text.Slice(_tokens[index].Start, _tokens[index].Length);

    private void Remove(int index, int count)
    {
        _tokens[(index + count).._count].CopyTo(_tokens[index..]);
        _count -= count;
    }

    private static bool IsDay(ReadOnlySpan<char> token) =>
        token.Length == 8 && token.StartsWith("20") && !token.ContainsAnyExceptInRange('0', '9');

    private static bool IsYear(ReadOnlySpan<char> token) =>
        token.Length == 4 && token.StartsWith("20") && !token.ContainsAnyExceptInRange('0', '9');

    private static bool IsTwoDigits(ReadOnlySpan<char> token) => token.Length == 2 && !token.ContainsAnyExceptInRange('0', '9');
}
