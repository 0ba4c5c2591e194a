using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Custom;

/// <summary>Reads the user's price file row by row.</summary>
internal sealed class CustomPriceReader
{
    private const decimal TokensPerPrice = 1_000_000m;

    // A discount or surcharge beyond these is a slip of the pen.
    private const decimal MultiplierMax = 100m;

    // LiteLLM's prices of other things than text tokens, which people copy along.
    private static readonly string[] s_otherUnits =
    [
        "audio", "image", "video", "pixel", "second", "character", "page", "query", "request", "session", "search", "dbu", "1k", "gb", "cache_hit",
    ];

    private readonly string _path;
    private readonly PriceRowBuilder _builder = new();
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, decimal> _multipliers = new(StringComparer.OrdinalIgnoreCase);
    private readonly CustomPriceList _models, _providers;
    private DateOnly? _from;
    private string? _unknownField;

    private CustomPriceReader(string path, DateOnly day)
    {
        _path = path;
        _models = new CustomPriceList(day);
        _providers = new CustomPriceList(day);
    }

    /// <exception cref="JsonException">The text is no valid JSON.</exception>
    public static CustomPrices Read(ReadOnlySpan<byte> text, string path, DateOnly today, DateOnly day)
    {
        var reader = new CustomPriceReader(path, day);
        var json = new Utf8JsonReader(text, new JsonReaderOptions
        {
            MaxDepth = PriceLimits.Json.MaxDepth,
            CommentHandling = JsonCommentHandling.Skip, // People write it.
            AllowTrailingCommas = true,
        });
        json.Read();
        reader.ReadFile(ref json);
        return new CustomPrices(reader._models, reader._providers, reader._aliases, reader._multipliers, reader._problems, today);
    }

    private void ReadFile(ref Utf8JsonReader json)
    {
        if (!PriceJson.IsObject(ref json))
        {
            _problems.Add($"{_path} must hold an object with \"models\".");
            return;
        }
        while (PriceJson.NextProperty(ref json))
        {
            string name = PriceJson.Text(ref json);
            if (name == "models") ReadRows(ref json, _models);
            else if (name == "providers") ReadRows(ref json, _providers);
            else if (name == "aliases") ReadAliases(ref json);
            else if (name is "multiplier" or "multipliers") ReadMultipliers(ref json);
            else Skip(ref json, name);
        }
    }

    private void ReadRows(ref Utf8JsonReader json, CustomPriceList into)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string key = PriceJson.Text(ref json).Trim();
            json.Read();
            if (into == _providers && !key.Contains('/') && ReadMultiplier(ref json, key)) continue;
            string? problem = ReadRow(ref json);
            PriceRow? row = problem is null ? _builder.Build() : null;
            if (row is null) _problems.Add($"{_path}: the price of \"{key}\" is not used: {problem ?? "a price is impossible"}.");
            else into.Add(key, row, _from);
            if (_unknownField is { } field) _problems.Add($"{_path}: \"{field}\" of \"{key}\" is no price of tokens and not used.");
        }
    }

    // The reason why a row cannot be used; null when it can.
    private string? ReadRow(ref Utf8JsonReader json)
    {
        _builder.Clear();
        (_from, _unknownField) = (null, null);
        if (!PriceJson.IsObject(ref json)) return "it is no object";
        string? problem = null;
        var seen = new HashSet<PriceField>();
        while (PriceJson.NextProperty(ref json))
        {
            string name = PriceJson.Text(ref json);
            json.Read();
            problem = (name == "from" ? ReadBeginning(ref json) : ReadField(ref json, name, seen)) ?? problem;
        }
        if (problem is not null) return problem;
        if (!seen.Contains(new PriceField(TokenClass.Input, default, 0))) return "it has no input price";
        return seen.Contains(new PriceField(TokenClass.Output, default, 0)) ? null : "it has no output price";
    }

    private string? ReadBeginning(ref Utf8JsonReader json)
    {
        string? text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        json.Skip();
        bool isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        _from = isDay ? day : null;
        return isDay ? null : "from is no day; write it as 2026-01-31";
    }

    private string? ReadField(ref Utf8JsonReader json, string name, HashSet<PriceField> seen)
    {
        decimal divisor = 1;
        string perToken = PerToken(name);
        if (perToken != name) divisor = TokensPerPrice;
        if (!PriceField.TryParse(Encoding.UTF8.GetBytes(perToken), out PriceField field))
        {
            if (name.Contains("cost", StringComparison.Ordinal) && !s_otherUnits.Any(name.Contains)) _unknownField ??= name;
            json.Skip();
            return null;
        }
        if (PriceNumber.Read(ref json) is not { } price) return $"{name} is no price";
        if (!seen.Add(field)) return $"{name} is there per token and per million";
        _builder.Set(field, price / divisor);
        return null;
    }

    // Names by the million: input_cost_per_million_tokens, cache_read_input_cost_per_million_tokens …
    private static string PerToken(string name)
    {
        const string Suffix = "_per_million_tokens";
        int at = name.IndexOf(Suffix, StringComparison.Ordinal);
        if (at < 0) return name;
        string rest = name[(at + Suffix.Length)..];
        return name[..at] switch
        {
            "input_cost" => "input_cost_per_token" + rest,
            "output_cost" => "output_cost_per_token" + rest,
            "reasoning_cost" or "output_reasoning_cost" => "output_cost_per_reasoning_token" + rest,
            "cache_read_cost" or "cache_read_input_cost" or "cache_read_input_token_cost" => "cache_read_input_token_cost" + rest,
            "cache_write_cost" or "cache_creation_cost" or "cache_creation_input_cost" or "cache_creation_input_token_cost" =>
                "cache_creation_input_token_cost" + rest,
            _ => name,
        };
    }

    private void ReadAliases(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string id = PriceJson.Text(ref json).Trim();
            if (PriceJson.NextText(ref json) is { } target && target.Trim().Length > 0) _aliases[id] = target.Trim();
            else _problems.Add($"{_path}: the alias \"{id}\" names no model.");
        }
    }

    private void ReadMultipliers(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string provider = PriceJson.Text(ref json).Trim();
            SetMultiplier(provider, PriceJson.NextNumber(ref json));
        }
    }

    // {"providers": {"azure": {"multiplier": 0.85}}}; false, and nothing read, when the entry is something else.
    private bool ReadMultiplier(ref Utf8JsonReader json, string provider)
    {
        Utf8JsonReader ahead = json;
        if (ahead.TokenType != JsonTokenType.StartObject || !PriceJson.NextProperty(ref ahead)) return false;
        if (!ahead.ValueTextEquals("multiplier"u8)) return false;
        SetMultiplier(provider, PriceJson.NextNumber(ref ahead));
        json.Skip();
        return true;
    }

    private void SetMultiplier(string provider, decimal? multiplier)
    {
        if (multiplier is >= 0 and <= MultiplierMax) _multipliers[provider] = multiplier.Value;
        else _problems.Add($"{_path}: the multiplier of \"{provider}\" must be a number from 0 to {(int)MultiplierMax}.");
    }

    private void Skip(ref Utf8JsonReader json, string name)
    {
        json.Skip();
        // $schema and _comment are what people put into JSON.
        if (name.StartsWith('$') || name.StartsWith('_')) return;
        _problems.Add($"{_path}: \"{name}\" is unknown; it takes models, providers, aliases and multiplier.");
    }
}
