using System.Buffers.Binary;
using Tokscale.Core.Pricing.Lookup;

namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>The price lists that the program was built with, read where they lie: opening it parses nothing.</summary>
internal sealed unsafe class PriceSnapshot
{
    private const string ResourceName = "Tokscale.Prices";

    private readonly byte* _data;
    private readonly int _length;

    private PriceSnapshot(byte* data, int length)
    {
        _data = data;
        _length = length;
        if (BinaryPrimitives.ReadUInt32LittleEndian(Data) != SnapshotFormat.Magic)
            throw new InvalidDataException("The embedded price snapshot is of another version.");
        LiteLlm = Section(SnapshotFormat.LiteLlm, PriceSources.LiteLlm);
        FormerLiteLlm = Section(SnapshotFormat.LiteLlm, PriceSources.LiteLlm, isArchive: true);
        OpenRouter = Section(SnapshotFormat.OpenRouter, PriceSources.OpenRouter);
        ModelsDev = Section(SnapshotFormat.ModelsDev, PriceSources.ModelsDev);
        Archive = Section(SnapshotFormat.Archive, PriceSources.LiteLlm, isArchive: true);
    }

    public static PriceSnapshot Embedded { get; } = Open();

    public ReadOnlySpan<byte> Data => new(_data, _length);

    public CatalogIndex LiteLlm { get; }

    /// <summary>The same list beside a newer one, for what that has dropped.</summary>
    public CatalogIndex FormerLiteLlm { get; }

    public CatalogIndex OpenRouter { get; }

    public CatalogIndex ModelsDev { get; }

    /// <summary>Rows that LiteLLM has dropped.</summary>
    public CatalogIndex Archive { get; }

    public PriceCatalogs Catalogs => new(LiteLlm, [Archive], ModelsDev, OpenRouter);

    private static PriceSnapshot Open()
    {
        // A resource of the program is mapped memory that lives as long as the process.
        using var stream = (UnmanagedMemoryStream?)typeof(PriceSnapshot).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException("The embedded price snapshot is missing.");
        return new PriceSnapshot(stream.PositionPointer, checked((int)stream.Length));
    }

    private CatalogIndex Section(int number, string source, bool isArchive = false)
    {
        int offset = BinaryPrimitives.ReadInt32LittleEndian(Data[(SnapshotFormat.HeaderLength + (number * sizeof(uint)))..]);
        return new CatalogIndex(new SnapshotCatalog(this, offset, source, isArchive));
    }
}
