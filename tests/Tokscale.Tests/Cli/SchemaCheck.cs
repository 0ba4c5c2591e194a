using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokscale.Tests.Cli;

/// <summary>Checks JSON against the part of JSON Schema that docs/schema uses. An unknown keyword is an error, not ignored.</summary>
internal static class SchemaCheck
{
    private static readonly string[] s_known =
    [
        "$schema", "title", "description", "type", "properties", "required",
        "additionalProperties", "items", "enum", "const", "minimum", "maximum", "pattern",
    ];

    /// <summary>What is wrong with a value, each with its place; nothing when it fits.</summary>
    public static IEnumerable<string> Errors(JsonElement value, JsonElement schema, string place = "$")
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
            if (!s_known.Contains(keyword.Name)) yield return $"{place}: the schema has the unknown keyword {keyword.Name}";
        if (!HasType(value, schema)) yield return $"{place}: {value.ValueKind} is not allowed";
        if (schema.TryGetProperty("const", out JsonElement only) && only.GetRawText() != value.GetRawText()) yield return $"{place}: is not {only}";
        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(word => word.GetRawText() == value.GetRawText()))
            yield return $"{place}: {value} is none of {words}";
        foreach (string error in ValueErrors(value, schema, place).Concat(ChildErrors(value, schema, place))) yield return error;
    }

    private static bool HasType(JsonElement value, JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type)) return true;
        IEnumerable<string?> names = type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()) : [type.GetString()];
        return names.Any(name => name switch
        {
            "string" => value.ValueKind is JsonValueKind.String,
            "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind is JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "null" => value.ValueKind is JsonValueKind.Null,
            _ => false,
        });
    }

    private static IEnumerable<string> ValueErrors(JsonElement value, JsonElement schema, string place)
    {
        bool isNumber = value.ValueKind is JsonValueKind.Number;
        if (isNumber && schema.TryGetProperty("minimum", out JsonElement least) && value.GetDouble() < least.GetDouble())
            yield return $"{place}: {value} is too small";
        if (isNumber && schema.TryGetProperty("maximum", out JsonElement most) && value.GetDouble() > most.GetDouble())
            yield return $"{place}: {value} is too large";
        if (
            value.ValueKind is JsonValueKind.String && schema.TryGetProperty(
                "pattern", out JsonElement pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            yield return $"{place}: {value} does not fit {pattern}";
    }

    private static IEnumerable<string> ChildErrors(JsonElement value, JsonElement schema, string place)
    {
        if (value.ValueKind is JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
            return value.EnumerateArray().SelectMany((item, index) => Errors(item, items, $"{place}[{index}]"));
        return value.ValueKind is JsonValueKind.Object ? ObjectErrors(value, schema, place) : [];
    }

    private static IEnumerable<string> ObjectErrors(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            foreach (JsonElement name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) yield return $"{place}: {name} is missing";
        bool hasProperties = schema.TryGetProperty("properties", out JsonElement properties);
        bool hasOthers = schema.TryGetProperty("additionalProperties", out JsonElement others);
        foreach (JsonProperty child in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(child.Name, out JsonElement childSchema))
                foreach (string error in Errors(child.Value, childSchema, $"{place}.{child.Name}")) yield return error;
            else if (hasOthers && others.ValueKind is JsonValueKind.Object)
                foreach (string error in Errors(child.Value, others, $"{place}.{child.Name}")) yield return error;
            else if (hasOthers && others.ValueKind is JsonValueKind.False)
                yield return $"{place}.{child.Name}: is not in the schema";
        }
    }
}
