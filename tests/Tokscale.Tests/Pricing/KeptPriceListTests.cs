using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Feed;
using Tokscale.Core.Pricing.Rows;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>A list that was kept in a file is found row by row when its hash fits, and parsed whole when it does not.</summary>
public class KeptPriceListTests
{
    private static readonly string[] s_keys = ["gpt-5.2", "a \"quoted\" + key", "back\\slash", "größe/модель", "claude-opus-4-5"];

    [Fact]
    public void Rows_are_the_same_whether_found_by_lines_or_parsed()
    {
        string file = FileOf(s_keys);
        string unhashed = file.Replace("\"rowsHash\":\"", "\"rowsHash\":\"0", StringComparison.Ordinal);
        Assert.NotEqual(file, unhashed);
        CachedPriceList found = Read(file), parsed = Read(unhashed);
        foreach (CachedPriceList list in (CachedPriceList[])[found, parsed])
        {
            Assert.Equal(s_keys, Enumerable.Range(0, list.Count).Select(list.KeyAt));
            for (int index = 0; index < s_keys.Length; index++)
            {
                Assert.Equal(index, list.IndexOf(s_keys[index].ToUpperInvariant()));
                Assert.Equal((index + 1) / 1_000_000m, list.RowAt(index).Input);
            }
            Assert.Equal(-1, list.IndexOf("no-such-model"));
            Assert.Equal((1_785_542_400, "u", ("\"x\"", "now")), (list.Timestamp, list.Url, list.Version));
        }
    }

    [Fact]
    public void A_confirmed_list_keeps_its_rows_and_their_hash()
    {
        byte[] confirmed = Read(FileOf(s_keys)).ConfirmedAt(1_790_000_000);
        CachedPriceList list = CachedPriceList.Read(confirmed, PriceSources.LiteLlm);
        Assert.Equal((1_790_000_000, s_keys.Length), (list.Timestamp, list.Count));
        Assert.Equal(Encoding.UTF8.GetString(confirmed), FileOf(s_keys, 1_790_000_000));
    }

    [Fact]
    public void A_file_that_was_changed_is_not_believed_for_its_hash()
    {
        string file = FileOf(s_keys);
        Assert.Equal(-1, Read(file.Replace("gpt-5.2", "gpt-5.9", StringComparison.Ordinal)).IndexOf("gpt-5.2"));
        Assert.Equal(0, Read(file.Replace("gpt-5.2", "gpt-5.9", StringComparison.Ordinal)).IndexOf("gpt-5.9"));
        Assert.ThrowsAny<JsonException>(() => Read(file.Replace("\"gpt-5.2\":{", "\"gpt-5.2\":[", StringComparison.Ordinal)));
        for (int length = 0; length < file.Length; length += 7) Assert.ThrowsAny<JsonException>(() => Read(file[..length]));
    }

    [Fact]
    public void A_list_without_rows_has_none()
    {
        Assert.Equal(0, Read(FileOf([])).Count);
        Assert.Equal(-1, Read(FileOf([])).IndexOf("gpt-5.2"));
    }

    private static CachedPriceList Read(string file) => CachedPriceList.Read(Encoding.UTF8.GetBytes(file), PriceSources.LiteLlm);

    private static string FileOf(IReadOnlyList<string> keys, long timestamp = 1_785_542_400)
    {
        var rows = new PriceList(PriceSources.LiteLlm, default);
        for (int index = 0; index < keys.Count; index++) rows.Add(keys[index], RowOf((index + 1) / 1_000_000m));
        var buffer = new ArrayBufferWriter<byte>();
        new StoredPriceList(new StoredListHeader(timestamp, "\"x\"", "now", "u"), rows).Write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static PriceRow RowOf(decimal inputPrice)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes($$"""{"input_cost_per_token": {{inputPrice}}, "output_cost_per_token": 0.00009}"""));
        json.Read();
        return new LiteLlmReader().ReadRow(ref json)!;
    }
}
