using System.Buffers;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.SnapshotTool;

/// <summary>The checked-in lists: what the sources published, reduced to the prices of text models.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record PriceLists(string Folder)
{
    private static readonly (string File, string Source, bool IsArchive)[] s_sections =
    [
        ("litellm.json", PriceSources.LiteLlm, false),
        ("openrouter.json", PriceSources.OpenRouter, false),
        ("models-dev.json", PriceSources.ModelsDev, false),
        ("archive.json", PriceSources.LiteLlm, true),
    ];

    /// <summary>All lists, in the order of the snapshot's sections.</summary>
    public IReadOnlyList<PriceList> Read() => [.. s_sections.Select(section => Read(section.File, section.Source, section.IsArchive).Rows)];

    public StoredPriceList Read(string file, string source, bool isArchive = false) =>
        StoredPriceList.Read(File.ReadAllBytes(Path.Combine(Folder, file)), source, isArchive);

    public void Write(string file, StoredPriceList list)
    {
        var buffer = new ArrayBufferWriter<byte>();
        list.Write(buffer);
        using FileStream stream = File.Create(Path.Combine(Folder, file));
        stream.Write(buffer.WrittenSpan);
        stream.Write("\n"u8);
    }
}
