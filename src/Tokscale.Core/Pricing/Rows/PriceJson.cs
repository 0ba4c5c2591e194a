using System.Text;
using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Small steps through fetched documents, which may hold anything. Each leaves the reader at the end of what it read.</summary>
internal static class PriceJson
{
    /// <summary>The name or string under the reader; text that is no valid Unicode is replaced, never an exception.</summary>
    public static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(json.ValueSpan); // A lone surrogate or a broken sequence: the reader refuses it.
        }
    }

    /// <summary>The string that follows a property name; null when the value is something else.</summary>
    public static string? NextText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return Text(ref json);
        json.Skip();
        return null;
    }

    /// <summary>The number that follows a property name; null as <see cref="PriceNumber.Read"/> tells.</summary>
    public static decimal? NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return PriceNumber.Read(ref json);
    }

    /// <summary>The token count that follows a property name; null when it is none that a model could have.</summary>
    public static long? NextTokens(ref Utf8JsonReader json)
    {
        json.Read();
        return Tokens(ref json);
    }

    /// <summary>The token count under the reader; null when it is none that a model could have.</summary>
    public static long? Tokens(ref Utf8JsonReader json) =>
        PriceNumber.Read(ref json) is { } tokens and <= PriceField.ThresholdMax ? (long)tokens : null;

    /// <summary>The strings of the array that follows a property name; empty when it is none.</summary>
    public static List<string> NextTexts(ref Utf8JsonReader json)
    {
        List<string> texts = [];
        if (!EntersArray(ref json)) return texts;
        while (NextItem(ref json))
        {
            if (json.TokenType == JsonTokenType.String) texts.Add(Text(ref json));
            else json.Skip();
        }
        return texts;
    }

    /// <summary>The price fields of the object that follows a property name; null for one without a price.</summary>
    public static List<(PriceField Field, decimal? Price)> NextFields(ref Utf8JsonReader json)
    {
        List<(PriceField, decimal?)> fields = [];
        if (!EntersObject(ref json)) return fields;
        while (NextProperty(ref json))
        {
            bool isPrice = PriceField.TryParse(json.ValueSpan, out PriceField field);
            decimal? price = NextNumber(ref json);
            if (isPrice) fields.Add((field, price));
        }
        return fields;
    }

    /// <summary>Moves to the next property name of an object; false at its end.</summary>
    public static bool NextProperty(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of an array; false at its end.</summary>
    public static bool NextItem(ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>True when the value under the reader is an object; anything else is skipped.</summary>
    public static bool IsObject(ref Utf8JsonReader json) => IsKind(ref json, JsonTokenType.StartObject);

    /// <summary>True when the value under the reader is an array; anything else is skipped.</summary>
    public static bool IsArray(ref Utf8JsonReader json) => IsKind(ref json, JsonTokenType.StartArray);

    /// <summary>True, and inside it, when the value that follows a property name is an object; anything else is skipped.</summary>
    public static bool EntersObject(ref Utf8JsonReader json)
    {
        json.Read();
        return IsObject(ref json);
    }

    /// <summary>True, and inside it, when the value that follows a property name is an array; anything else is skipped.</summary>
    public static bool EntersArray(ref Utf8JsonReader json)
    {
        json.Read();
        return IsArray(ref json);
    }

    private static bool IsKind(ref Utf8JsonReader json, JsonTokenType kind)
    {
        if (json.TokenType == kind) return true;
        json.Skip();
        return false;
    }
}
