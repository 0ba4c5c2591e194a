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

    private readonly PriceList _models;
    private readonly PriceList _providers;
    private readonly Dictionary<string, string> _aliases;
    private readonly Dictionary<string, decimal> _multipliers;

    internal CustomPrices(
        PriceList models, PriceList providers, Dictionary<string, string> aliases, Dictionary<string, decimal> multipliers,
        IReadOnlyList<string> problems)
    {
        _models = models;
        _providers = providers;
        _aliases = aliases;
        _multipliers = multipliers;
        Problems = problems;
        Models = new CatalogIndex(models);
        Providers = new CatalogIndex(providers);
    }

    /// <summary>What in the file could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The ids that have a price of their own, then those that have one at a provider, as <c>provider/id</c>.</summary>
    public IReadOnlyList<string> Keys => [.. KeysOf(_models), .. KeysOf(_providers)];

    /// <summary>The other names, by id.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>What prices are multiplied by, by provider.</summary>
    public IReadOnlyDictionary<string, decimal> Multipliers => _multipliers;

    internal CatalogIndex Models { get; }

    internal CatalogIndex Providers { get; }

    /// <summary>Reads the file; null when there is none.</summary>
    /// <param name="path">The file.</param>
    public static CustomPrices? Load(string path)
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
        return Read(text, path, day);
    }

    /// <summary>Reads the content of such a file. A row that makes no sense is left out and named.</summary>
    /// <param name="text">The content.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="day">The day of the prices.</param>
    public static CustomPrices Read(ReadOnlySpan<byte> text, string path, DateOnly day = default)
    {
        try
        {
            return CustomPriceReader.Read(text.StartsWith("\uFEFF"u8) ? text[3..] : text, path, day);
        }
        catch (JsonException failure)
        {
            return Unusable($"{path} is no valid JSON (line {failure.LineNumber + 1}); none of its prices are used.");
        }
    }

    /// <summary>The user's price of an id; null when there is none.</summary>
    internal FoundRow? Find(string id, string? provider)
    {
        string atProvider = $"{provider}/{id}";
        return (provider is null ? null : Found(Providers, atProvider, "your price for this provider"))
            ?? Found(Models, id, "your price")
            ?? (provider is null ? null : Found(Models, atProvider, "your price"));
    }

    /// <summary>The id that the user wants another one priced as; null when there is none.</summary>
    internal string? AliasOf(string id) => _aliases.GetValueOrDefault(id);

    /// <summary>What the user pays of a provider's list price; null when the file does not say.</summary>
    internal decimal? MultiplierOf(string? provider) =>
        provider is not null && _multipliers.TryGetValue(provider, out decimal multiplier) ? multiplier : null;

    private static FoundRow? Found(CatalogIndex catalog, string key, string how) =>
        catalog.IndexOf(key) is >= 0 and int index ? new FoundRow(catalog, index, PriceConfidence.Custom, how) : null;

    private static CustomPrices Unusable(string problem) =>
        new(new PriceList(PriceSources.Custom, default), new PriceList(PriceSources.Custom, default), [], [], [problem]);

    private static IEnumerable<string> KeysOf(PriceList list) => Enumerable.Range(0, list.Count).Select(list.KeyAt);
}
