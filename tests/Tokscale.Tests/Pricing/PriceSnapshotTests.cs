using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Pricing.Snapshot;
using Tokscale.SnapshotTool;
using Xunit;

namespace Tokscale.Tests.Pricing;

public class PriceSnapshotTests
{
    private const int SnapshotBytesMax = 120_000;

    private static readonly PriceLists s_lists = new(Path.Join(Fixture.RepositoryFolder(), "tools", "Tokscale.PriceSnapshot", "data"));

    [Fact]
    public void The_checked_in_snapshot_is_what_the_checked_in_lists_give()
    {
        byte[] made = SnapshotWriter.Write(s_lists.Read());
        Assert.True(PriceSnapshot.Embedded.Data.SequenceEqual(made), "run scripts/update-prices");
    }

    [Fact]
    public void The_snapshot_is_small() => Assert.InRange(PriceSnapshot.Embedded.Data.Length, 1, SnapshotBytesMax);

    [Fact]
    public void Every_row_of_the_lists_is_found_in_the_snapshot_unchanged()
    {
        CatalogIndex[] embedded = [
            PriceSnapshot.Embedded.LiteLlm, PriceSnapshot.Embedded.OpenRouter,
            PriceSnapshot.Embedded.ModelsDev, PriceSnapshot.Embedded.Archive];
        IReadOnlyList<PriceList> lists = s_lists.Read();
        for (int list = 0; list < lists.Count; list++)
        {
            IPriceCatalog catalog = embedded[list].Catalog;
            Assert.Equal(lists[list].Count, catalog.Count);
            Assert.Equal(lists[list].Date, catalog.Date);
            for (int i = 0; i < lists[list].Count; i++) AssertSame(lists[list], i, catalog);
        }
    }

    [Fact]
    public void A_key_is_found_in_any_case_and_nothing_else_is()
    {
        IPriceCatalog catalog = PriceSnapshot.Embedded.LiteLlm.Catalog;
        Assert.Equal("minimax/MiniMax-M2", catalog.KeyAt(catalog.IndexOf("MINIMAX/minimax-m2")));
        string[] missing = ["", "a", "zzz", "claude-sonnet-4-", "claude-sonnet-4-55", "größe", new string('x', 5000)];
        Assert.All(missing, key => Assert.Equal(-1, catalog.IndexOf(key)));
    }

    private static void AssertSame(PriceList list, int row, IPriceCatalog catalog)
    {
        int index = catalog.IndexOf(list.KeyAt(row));
        Assert.True(index >= 0, list.KeyAt(row));
        Assert.Equal(list.KeyAt(row), catalog.KeyAt(index));
        Assert.Equal(list.ProviderAt(row), catalog.ProviderAt(index));
        PriceRow expected = list.RowAt(row), actual = catalog.RowAt(index);
        Assert.Equal(expected.Bands, actual.Bands);
        Assert.Equal(expected.FastMultiplier, actual.FastMultiplier);
        Assert.Equal(expected.UsMultiplier, actual.UsMultiplier);
        Assert.Equal(expected.EuMultiplier, actual.EuMultiplier);
        Assert.Equal(expected.WebSearch, actual.WebSearch);
    }
}
