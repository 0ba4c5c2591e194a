using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tokscale.Core.Recounting;

/// <summary>Lenient reading of JSON documents: what is missing or of another kind than expected is absent.</summary>
public static class RecountJson
{
    /// <summary>Largest count that is believed: what JSON numbers can hold exactly.</summary>
    private const long CountMax = (1L << 53) - 1;

    /// <summary>No single call costs a million dollars: such a figure is damage.</summary>
    private const decimal CostUsdMax = 1_000_000m;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 10_000 };

    /// <summary>Parses a text; <c>default</c> when it is no JSON. Bytes that are no UTF-8 become U+FFFD.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        return Parse(Encoding.UTF8.GetString(utf8.Trim(" \t\r\n\0"u8)));
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JsonElement Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // A torn or foreign line; the first reader reports it.
        }
    }

    /// <summary>A whole file as one document; <c>default</c> when it is none or cannot be read.</summary>
    public static JsonElement OfFile(string path) => RecountFile.Bytes(path) is { } bytes ? Parse(bytes) : default;

    /// <summary>The elements of the array in a file, as far as it goes: it may be cut off.</summary>
    public static IEnumerable<JsonElement> ItemsOfFile(string path) => RecountFile.Bytes(path) is { } bytes ? ItemsUntilCut(bytes) : [];

    /// <summary>The elements of an array, as far as it goes: it may be cut off.</summary>
    /// <param name="utf8">The array, or an object that holds it.</param>
    /// <param name="member">The array's name in the object; null when the text is the array.</param>
    public static IReadOnlyList<JsonElement> ItemsUntilCut(ReadOnlySpan<byte> utf8, string? member = null)
    {
        var items = new List<JsonElement>();
        string text = Encoding.UTF8.GetString(utf8).Trim('\uFEFF', ' ', '\t', '\r', '\n', '\0');
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = s_options.MaxDepth });
        try
        {
            if (!reader.Read()) return items;
            if (member is not null)
            {
                if (reader.TokenType != JsonTokenType.StartObject || !FindMember(ref reader, member)) return items;
            }
            if (reader.TokenType != JsonTokenType.StartArray) return items;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                using JsonDocument item = JsonDocument.ParseValue(ref reader);
                items.Add(item.RootElement.Clone());
            }
        }
        catch (JsonException)
        {
            // The rest is cut off or damaged; what stands before it counts.
        }
        return items;
    }

    /// <summary>A document as far as it goes, with what is open there closed: what was written before the damage was meant so.</summary>
    public static JsonElement UntilCut(ReadOnlySpan<byte> utf8)
    {
        byte[] text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8).Trim('\uFEFF', ' ', '\t', '\r', '\n', '\0'));
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = s_options.MaxDepth });
        var open = new Stack<char>();
        (long Length, string Closers) sound = (0, "");
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject) open.Push('}');
                else if (reader.TokenType is JsonTokenType.StartArray) open.Push(']');
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) open.Pop();
                if (reader.TokenType is not JsonTokenType.PropertyName) sound = (reader.BytesConsumed, string.Concat(open));
            }
        }
        catch (JsonException)
        {
            // This is where it is cut.
        }
        return Parse(Encoding.UTF8.GetString(text.AsSpan(0, (int)sound.Length)) + sound.Closers);
    }

    private static bool FindMember(ref Utf8JsonReader reader, string member)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isFound = reader.ValueTextEquals(member);
            reader.Read();
            if (isFound) return true;
            reader.Skip();
        }
        return false;
    }

    public static bool IsObject(this JsonElement element) => element.ValueKind == JsonValueKind.Object;

    public static bool IsNumber(this JsonElement element) => element.ValueKind == JsonValueKind.Number;

    /// <summary>True where something stands, even null.</summary>
    public static bool Exists(this JsonElement element) => element.ValueKind != JsonValueKind.Undefined;

    /// <summary>A member of an object; <c>default</c> where there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.IsObject() && element.TryGetProperty(name, out JsonElement member) ? member : default;

    /// <summary>The first of several members that is neither missing nor null.</summary>
    public static JsonElement AnyOf(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            JsonElement member = element.Member(name);
            if (member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) return member;
        }
        return default;
    }

    /// <summary>The elements of an array; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The members of an object; none for anything else.</summary>
    public static IEnumerable<JsonProperty> Fields(this JsonElement element) =>
        element.IsObject() ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    /// <summary>A text, trimmed; null when it is empty or no text.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        string text = RecountText.Unescape(element.GetRawText()).Trim(' ', '\t', '\r', '\n', '\0');
        return text.Length == 0 ? null : text;
    }

    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    /// <summary>True for a text that is not empty, if only of blanks.</summary>
    public static bool HasText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetRawText().Length > "\"\"".Length;

    public static bool Is(this JsonElement element, string text) => element.Text() == text;

    public static bool IsTrue(this JsonElement element) => element.ValueKind == JsonValueKind.True;

    /// <summary>A count: fractions are cut; negative, too large or no number: null.</summary>
    public static long? CountOrNull(this JsonElement element)
    {
        if (!element.IsNumber()) return null;
        if (element.TryGetInt64(out long whole)) return whole is >= 0 and <= CountMax ? whole : null;
        return element.Number() is > -1 and <= CountMax and var number ? (long)number : null;
    }

    /// <summary>As <see cref="CountOrNull"/>, 0 for null.</summary>
    public static long Count(this JsonElement element) => element.CountOrNull() ?? 0;

    public static long Count(this JsonElement element, string name) => element.Member(name).Count();

    /// <summary>As <see cref="CountOrNull"/>, and takes a number in a text.</summary>
    public static long? LooseOrNull(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return element.CountOrNull();
        return RecountText.Number(element.Text()) is > -1 and <= CountMax and var number ? (long)number : null;
    }

    /// <summary>As <see cref="LooseOrNull"/>, 0 for null.</summary>
    public static long Loose(this JsonElement element, string name) => element.Member(name).LooseOrNull() ?? 0;

    /// <summary>A finite number; null for anything else.</summary>
    public static double? Number(this JsonElement element) =>
        element.IsNumber() && double.TryParse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) ? number : null;

    /// <summary>Dollars as logged; null when negative, senseless or no number.</summary>
    public static decimal? Money(this JsonElement element) =>
        element.IsNumber() && decimal.TryParse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal money)
        && money is >= 0 and < CostUsdMax ? money : null;

    /// <summary>As <see cref="Money"/>, and takes a number in a text.</summary>
    public static decimal? LooseMoney(this JsonElement element) =>
        element.ValueKind != JsonValueKind.String ? element.Money()
        : RecountText.Number(element.Text()) is >= 0 and < (double)CostUsdMax and var money ? (decimal)money : null;

    /// <summary>A time as number or text, in UTC milliseconds since 1970; null when there is none.</summary>
    public static long? Time(this JsonElement element) =>
        element.IsNumber() ? RecountTime.Of(element.Number())
        : RecountTime.Of(element.Text()) ?? RecountTime.Of(RecountText.Number(element.Text()));

    public static long? Time(this JsonElement element, string name) => element.Member(name).Time();

    /// <summary>As <see cref="Time(JsonElement)"/>, for logs that write times as text only.</summary>
    public static long? TextTime(this JsonElement element, string name) => RecountTime.Of(element.Text(name));
}
