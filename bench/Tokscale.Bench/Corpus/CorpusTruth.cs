using System.Text.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>What a corpus really holds, by source and model: each billed call once.</summary>
public sealed class CorpusTruth
{
    /// <summary>The name of the file beside the logs.</summary>
    public const string FileName = "truth.json";

    private readonly SortedDictionary<(string Source, string Model), (TokenCounts Tokens, long Messages)> _totals = [];

    public IReadOnlyDictionary<(string Source, string Model), (TokenCounts Tokens, long Messages)> Totals => _totals;

    public long TotalTokens => _totals.Values.Sum(total => total.Tokens.Total);

    public long MessageCount => _totals.Values.Sum(total => total.Messages);

    public void Add(string source, string model, in TokenCounts tokens, long messages = 1)
    {
        _totals.TryGetValue((source, model), out (TokenCounts Tokens, long Messages) total);
        _totals[(source, model)] = (total.Tokens + tokens, total.Messages + messages);
    }

    public void Save(string folder)
    {
        using FileStream file = File.Create(Path.Join(folder, FileName));
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach (IGrouping<string, KeyValuePair<(string Source, string Model), (TokenCounts Tokens, long Messages)>> source in
            _totals.GroupBy(total => total.Key.Source))
        {
            json.WriteStartObject(source.Key);
            foreach (((_, string model), (TokenCounts tokens, long messages)) in source)
            {
                json.WriteStartObject(model);
                json.WriteNumber("input", tokens.Input);
                json.WriteNumber("output", tokens.Output);
                json.WriteNumber("cacheRead", tokens.CacheRead);
                json.WriteNumber("cacheWrite", tokens.CacheWrite);
                json.WriteNumber("reasoning", tokens.Reasoning);
                json.WriteNumber("messages", messages);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static CorpusTruth Load(string folder)
    {
        var truth = new CorpusTruth();
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Join(folder, FileName)));
        foreach (JsonProperty source in document.RootElement.EnumerateObject())
        {
            foreach (JsonProperty model in source.Value.EnumerateObject())
            {
                truth.Add(source.Name, model.Name, TokensOf(model.Value), model.Value.GetProperty("messages").GetInt64());
            }
        }
        return truth;
    }

    /// <summary>The five classes of an object with the names of <c>models --json</c>.</summary>
    public static TokenCounts TokensOf(JsonElement counts) => new(
        counts.GetProperty("input").GetInt64(),
        counts.GetProperty("output").GetInt64(),
        counts.GetProperty("cacheRead").GetInt64(),
        counts.GetProperty("cacheWrite").GetInt64(),
        CacheWrite1h: 0,
        counts.GetProperty("reasoning").GetInt64());
}
