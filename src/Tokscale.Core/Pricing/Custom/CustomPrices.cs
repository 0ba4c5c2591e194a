using System.Text.Json;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Custom;

/// <summary>
/// The user's own prices, <c>custom-pricing.json</c>: <c>models</c> by exact id, <c>providers</c> by <c>provider/id</c>,
/// <c>aliases</c> from an id to another, <c>multiplier</c> by provider.
/// </summary>
public sealed class CustomPrices
{
    /// <summary>The file's name in the settings folder.</summary>
    public const string FileName = "custom-pricing.json";

    private const int FileBytesMax = 16 << 20;

    private readonly CustomPriceList _models;
    private readonly CustomPriceList _providers;
    private readonly Dictionary<string, string> _aliases;
    private readonly Dictionary<string, decimal> _multipliers;
    private readonly DateOnly _today;

    internal CustomPrices(
        CustomPriceList models, CustomPriceList providers, Dictionary<string, string> aliases, Dictionary<string, decimal> multipliers,
        IReadOnlyList<string> problems, DateOnly today)
    {
        _models = models;
        _providers = providers;
        _aliases = aliases;
        _multipliers = multipliers;
        _today = today;
        Problems = problems;
    }

    /// <summary>What in the file could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The prices: those of ids, then those of ids at a provider.</summary>
    public IReadOnlyList<CustomOverride> Overrides => [.. _models.Overrides(isAtProvider: false), .. _providers.Overrides(isAtProvider: true)];

    /// <summary>The other names, by id.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>What prices are multiplied by, by provider.</summary>
    public IReadOnlyDictionary<string, decimal> Multipliers => _multipliers;

    /// <summary>Reads the file; null when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="today">Prices that begin later do not count yet.</param>
    public static CustomPrices? Load(string path, DateOnly today)
    {
        byte[] text;
        DateOnly day;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return null;
            if (file.Length > FileBytesMax) return Unusable($"{path} is over {FileBytesMax >> 20} MB.");
            text = File.ReadAllBytes(path);
            day = DateOnly.FromDateTime(file.LastWriteTimeUtc);
        }
        catch (IOException failure)
        {
            return Unusable($"{path} could not be read: {failure.Message}");
        }
        catch (UnauthorizedAccessException)
        {
            return Unusable($"{path} could not be read: access is denied.");
        }
        return Read(text, path, today, day);
    }

    /// <summary>Reads the content of such a file. A row that makes no sense is left out and named.</summary>
    /// <param name="text">The content.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="today">Prices that begin later do not count yet.</param>
    /// <param name="day">The day of the prices.</param>
    public static CustomPrices Read(ReadOnlySpan<byte> text, string path, DateOnly today, DateOnly day = default)
    {
        try
        {
            return CustomPriceReader.Read(text.StartsWith("\uFEFF"u8) ? text[3..] : text, path, today, day);
        }
        catch (JsonException failure)
        {
            return Unusable($"{path} is no valid JSON (line {failure.LineNumber + 1}); none of its prices are used.");
        }
    }

    /// <summary>The user's price of an id; null when there is none, or it has not begun yet.</summary>
    internal FoundRow? Find(string id, string? provider)
    {
        string atProvider = $"{provider}/{id}";
        return (provider is null ? null : _providers.Find(atProvider, _today, "your price for this provider"))
            ?? _models.Find(id, _today, "your price")
            ?? (provider is null ? null : _models.Find(atProvider, _today, "your price"));
    }

    /// <summary>The id that the user wants another one priced as; null when there is none.</summary>
    internal string? AliasOf(string id) => _aliases.GetValueOrDefault(id);

    /// <summary>What the user pays of a provider's list price; null when the file does not say.</summary>
    internal decimal? MultiplierOf(string? provider) =>
        provider is not null && _multipliers.TryGetValue(provider, out decimal multiplier) ? multiplier : null;

    private static CustomPrices Unusable(string problem) => new(new CustomPriceList(default), new CustomPriceList(default), [], [], [problem], default);
}
