using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>
/// What identifies a model, whatever the spelling: the tokens of its name in order, without date stamps and other neutral
/// marks. Two names with one signature are one model; a family, a version or a size is never dropped.
/// </summary>
/// <param name="Strong">Hash of the identity; 0 when the name has none.</param>
/// <param name="Weak">Hash without release stamps and <c>preview</c> as well; 0 when too little remains.</param>
/// <param name="Date">The date stamp as yyyymmdd; 0 when there is none.</param>
internal readonly record struct ModelSignature(ulong Strong, ulong Weak, int Date)
{
    /// <summary>The signature of an id or a key.</summary>
    public static ModelSignature Of(ReadOnlySpan<char> id)
    {
        Span<char> buffer = stackalloc char[NameTokens.CharactersMax];
        Span<NameToken> slots = stackalloc NameToken[NameTokens.TokensMax];
        var tokens = new NameTokens(BareName.Of(id), buffer, slots);
        if (tokens.IsEmpty) return default;
        Span<char> text = stackalloc char[NameTokens.TextMax];
        ulong strong = Hash(text[..tokens.Write(text, isWeak: false)]);
        int weakLength = tokens.Write(text, isWeak: true);
        return new ModelSignature(strong, IsTelling(text[..weakLength]) ? Hash(text[..weakLength]) : 0, tokens.Date);
    }

    /// <summary>The signature in words, for people.</summary>
    public static string TextOf(ReadOnlySpan<char> id, bool isWeak = false)
    {
        Span<char> buffer = stackalloc char[NameTokens.CharactersMax];
        Span<NameToken> slots = stackalloc NameToken[NameTokens.TokensMax];
        var tokens = new NameTokens(BareName.Of(id), buffer, slots);
        Span<char> text = stackalloc char[NameTokens.TextMax];
        return new string(text[..tokens.Write(text, isWeak)]);
    }

    // A family alone names no model.
    private static bool IsTelling(ReadOnlySpan<char> text) => text.Contains(' ') || text.ContainsAnyInRange('0', '9');

    private static ulong Hash(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));
}
