using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Tokscale.Cli.Rendering;

/// <summary>
/// Escapes what could act on a terminal (controls, marks that turn the direction of writing, invisible characters) and what
/// JSON demands, and leaves all other text readable. The encoders of .NET let the marks pass or escape far more.
/// </summary>
internal sealed class SafeJsonEncoder : JavaScriptEncoder
{
    private const int EscapeLength = 6;

    /// <summary>What stays as it is, and what nearly all text is.</summary>
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static SafeJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 2 * EscapeLength;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        int index = span.IndexOfAnyExcept(s_plain);
        for (; (uint)index < (uint)span.Length; index++)
        {
            char c = span[index];
            if (char.IsSurrogate(c) || WillEncode(c)) return index;
        }
        return -1;
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is '"' or '\\' || !Rune.IsValid(unicodeScalar)
        || Rune.GetUnicodeCategory(new Rune(unicodeScalar)) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var target = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        if (unicodeScalar is '"' or '\\') return TryWrite(target, $"\\{(char)unicodeScalar}", ref numberOfCharactersWritten);
        if (!WillEncode(unicodeScalar)) return TryWrite(target, new Rune(unicodeScalar).ToString(), ref numberOfCharactersWritten);
        string units = Rune.IsValid(unicodeScalar) ? new Rune(unicodeScalar).ToString() : ((char)unicodeScalar).ToString();
        foreach (char unit in units)
            if (!TryWrite(target, string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"), ref numberOfCharactersWritten)) return false;
        return true;
    }

    private static bool TryWrite(Span<char> target, string text, ref int written)
    {
        if (!text.TryCopyTo(target[written..])) return false;
        written += text.Length;
        return true;
    }
}
