using System.Text;
using System.Text.Json;
using Tokscale.Bench.Corpus;
using Tokscale.Core.Usage;

namespace Tokscale.Bench.Compare;

/// <summary>Holds our own report against what the corpus really has, model by model.</summary>
public static class TruthCheck
{
    /// <summary>Counts with our binary and compares every class of every model.</summary>
    /// <exception cref="UsageError">There is a difference; the message lists it.</exception>
    public static void Require(Contender ours, string home, CorpusTruth truth)
    {
        Contender byModelId = ours with { Arguments = [.. ours.Arguments, "--group-by", "client,model-id"] };
        byModelId.Run(home, out byte[] json);
        var counted = new CorpusTruth();
        using JsonDocument report = JsonDocument.Parse(json);
        foreach (JsonElement entry in report.RootElement.GetProperty("entries").EnumerateArray())
        {
            string source = entry.GetProperty("client").GetString()!, model = entry.GetProperty("modelId").GetString()!;
            counted.Add(source, model, CorpusTruth.TokensOf(entry), entry.GetProperty("messageCount").GetInt64());
        }
        string differences = Differences(truth, counted);
        if (differences.Length > 0) throw new UsageError("our totals are not those of the corpus:\n" + differences);
    }

    private static string Differences(CorpusTruth truth, CorpusTruth counted)
    {
        var text = new StringBuilder();
        foreach ((string Source, string Model) key in truth.Totals.Keys.Union(counted.Totals.Keys))
        {
            (TokenCounts Tokens, long Messages) expected = truth.Totals.GetValueOrDefault(key);
            (TokenCounts Tokens, long Messages) actual = counted.Totals.GetValueOrDefault(key);
            if (expected != actual) text.AppendLine($"  {key.Source} {key.Model}: expected {expected}, counted {actual}");
        }
        return text.ToString();
    }
}
