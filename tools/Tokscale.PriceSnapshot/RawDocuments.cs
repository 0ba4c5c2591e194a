using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.SnapshotTool;

/// <summary>
/// A folder with the documents as the sources publish them: <c>litellm.json</c> (model_prices_and_context_window.json),
/// <c>openrouter.json</c> (/api/v1/models) and <c>models-dev.json</c> or <c>modelsdev.json</c> (api.json).
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="day">The day of the prices; null to go by the files' times.</param>
internal sealed class RawDocuments(string folder, DateOnly? day)
{
    /// <summary>Replaces the checked-in lists; what LiteLLM has dropped since moves to the archive.</summary>
    public void ReplaceIn(PriceLists lists)
    {
        StoredPriceList liteLlm = Read("litellm.json", PriceSources.LiteLlm, static (ref Utf8JsonReader json, PriceList into) =>
        {
            json.Read();
            new LiteLlmReader().ReadRows(ref json, into);
        });
        if (File.Exists(Path.Combine(lists.Folder, "litellm.json"))) Archive(lists, liteLlm.Rows);
        lists.Write("litellm.json", liteLlm);
        lists.Write("openrouter.json", Read("openrouter.json", PriceSources.OpenRouter, static (ref Utf8JsonReader json, PriceList into) =>
            new OpenRouterReader().Read(ref json, into)));
        lists.Write("models-dev.json", Read("models-dev.json", PriceSources.ModelsDev, static (ref Utf8JsonReader json, PriceList into) =>
            new ModelsDevReader(ModelsDevProviders.IsWanted).Read(ref json, into)));
    }

    private delegate void RowReader(ref Utf8JsonReader json, PriceList into);

    private StoredPriceList Read(string file, string source, RowReader read)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path)) path = Path.Combine(folder, file.Replace("-", ""));
        DateTimeOffset time = day is { } known
            ? new DateTimeOffset(known.ToDateTime(default), TimeSpan.Zero)
            : new DateTimeOffset(File.GetLastWriteTimeUtc(path));
        var rows = new PriceList(source, DateOnly.FromDateTime(time.UtcDateTime));
        var json = new Utf8JsonReader(File.ReadAllBytes(path), PriceLimits.Json);
        read(ref json, rows);
        return new StoredPriceList(new StoredListHeader(time.ToUnixTimeSeconds(), null, null, null), Sorted(rows));
    }

    private static void Archive(PriceLists lists, PriceList current)
    {
        StoredPriceList archive = lists.Read("archive.json", PriceSources.LiteLlm);
        PriceList before = lists.Read("litellm.json", PriceSources.LiteLlm).Rows;
        for (int i = 0; i < before.Count; i++)
        {
            bool isGone = current.IndexOf(before.KeyAt(i)) < 0;
            bool isMakers = Makers.All.Any(maker => before.ProviderAt(i) is { } provider && maker.LiteLlmProviders.Contains(provider));
            if (isGone && isMakers) archive.Rows.Add(before.KeyAt(i), before.RowAt(i));
        }
        lists.Write("archive.json", archive with { Rows = Sorted(archive.Rows) });
    }

    private static PriceList Sorted(PriceList rows)
    {
        var sorted = new PriceList(rows.Source, rows.Date);
        foreach (int i in Enumerable.Range(0, rows.Count).OrderBy(rows.KeyAt, StringComparer.Ordinal))
            sorted.Add(rows.KeyAt(i), rows.RowAt(i));
        return sorted;
    }
}
