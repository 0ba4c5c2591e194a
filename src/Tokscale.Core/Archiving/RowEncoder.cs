using System.Buffers.Binary;
using System.Text;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Writes the rows of a log in a form that later versions can still read, unlike the scan cache's, and about a third of its
/// size: a version, the names that the rows use, then the rows, numbers as base-128 varints, times as differences. The same
/// rows give the same bytes in every process.
/// </summary>
internal sealed class RowEncoder(NameTable names)
{
    /// <summary>First byte of the form.</summary>
    public const byte Version = 1;

    /// <summary>Midnight of 9999-12-31. A file system can hold stranger times, which no reader of rows would take.</summary>
    public const long TimestampMsMax = 253_402_214_400_000;

    private readonly Dictionary<NameId, int> _places = [];
    private readonly List<byte> _names = [];
    private readonly List<byte> _rows = [];

    public RowBlob Encode(ReadOnlySpan<UsageRow> rows)
    {
        if (rows.IsEmpty) return RowBlob.Empty;
        _places.Clear();
        _names.Clear();
        _rows.Clear();
        long timestampMs = 0;
        foreach (ref readonly UsageRow row in rows) timestampMs = Add(row, timestampMs);
        var head = new List<byte>(_names.Count + _rows.Count + 16) { Version };
        AddNumber(head, (ulong)_places.Count);
        head.AddRange(_names);
        AddNumber(head, (ulong)rows.Length);
        head.AddRange(_rows);
        return new RowBlob([.. head], rows.Length);
    }

    /// <returns>The time of the row.</returns>
    private long Add(in UsageRow row, long timestampBeforeMs)
    {
        ref readonly UsageEvent usage = ref row.Event;
        RowFields fields = FieldsOf(row);
        long timestampMs = Math.Clamp(usage.TimestampMs, -TimestampMsMax, TimestampMsMax);
        AddNumber(_rows, (uint)fields);
        AddSigned(timestampMs - timestampBeforeMs);
        AddNumber(_rows, (ulong)usage.Tokens.Input);
        AddNumber(_rows, (ulong)usage.Tokens.Output);
        if (Has(RowFields.Key)) AddKey(row.Key);
        if (Has(RowFields.Rank)) AddSigned(row.Rank);
        if (Has(RowFields.Link)) AddNumber(_rows, row.Link);
        if (Has(RowFields.OtherLink)) AddNumber(_rows, row.OtherLink);
        if (Has(RowFields.Flags)) AddSigned(row.Flags);
        if (Has(RowFields.Model)) AddName(usage.Model);
        if (Has(RowFields.Provider)) AddName(usage.Provider);
        if (Has(RowFields.Session)) AddName(usage.Session);
        if (Has(RowFields.Project)) AddName(usage.Project);
        if (Has(RowFields.Agent)) AddName(usage.Agent);
        if (Has(RowFields.CacheRead)) AddNumber(_rows, (ulong)usage.Tokens.CacheRead);
        if (Has(RowFields.CacheWrite)) AddNumber(_rows, (ulong)usage.Tokens.CacheWrite);
        if (Has(RowFields.CacheWrite1h)) AddNumber(_rows, (ulong)Math.Min(usage.Tokens.CacheWrite1h, usage.Tokens.CacheWrite));
        if (Has(RowFields.Reasoning)) AddNumber(_rows, (ulong)usage.Tokens.Reasoning);
        if (Has(RowFields.Messages)) AddSigned(usage.Messages);
        if (Has(RowFields.Class)) AddClass(usage);
        if (Has(RowFields.WebSearches)) AddSigned(usage.WebSearches);
        if (Has(RowFields.Duration)) AddSigned(usage.DurationMs);
        if (Has(RowFields.Cost)) AddNumber(_rows, (ulong)usage.LoggedCostPicoUsd!.Value);
        if (Has(RowFields.Credits)) AddNumber(_rows, (ulong)usage.LoggedMicroCredits!.Value);
        return timestampMs;

        bool Has(RowFields field) => (fields & field) != 0;
    }

    private static RowFields FieldsOf(in UsageRow row)
    {
        ref readonly UsageEvent usage = ref row.Event;
        bool isPlain = usage.Class == default && !usage.IsEstimated && !usage.IsCostFinal;
        return If(row.Key != 0, RowFields.Key) | If(row.Rank != 0, RowFields.Rank) | If(row.Link != 0, RowFields.Link)
            | If(row.OtherLink != 0, RowFields.OtherLink) | If(row.Flags != 0, RowFields.Flags)
            | If(usage.Model.IsKnown, RowFields.Model) | If(usage.Provider.IsKnown, RowFields.Provider)
            | If(usage.Session.IsKnown, RowFields.Session) | If(usage.Project.IsKnown, RowFields.Project)
            | If(usage.Agent.IsKnown, RowFields.Agent) | If(usage.Tokens.CacheRead != 0, RowFields.CacheRead)
            | If(usage.Tokens.CacheWrite != 0, RowFields.CacheWrite) | If(usage.Tokens.CacheWrite1h != 0, RowFields.CacheWrite1h)
            | If(usage.Tokens.Reasoning != 0, RowFields.Reasoning) | If(usage.Messages != 1, RowFields.Messages)
            | If(!isPlain, RowFields.Class) | If(usage.WebSearches != 0, RowFields.WebSearches)
            | If(usage.DurationMs != 0, RowFields.Duration) | If(usage.LoggedCostPicoUsd is not null, RowFields.Cost)
            | If(usage.LoggedMicroCredits is not null, RowFields.Credits);
    }

    private static RowFields If(bool isWritten, RowFields field) => isWritten ? field : RowFields.None;

    private void AddKey(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, key);
        _rows.AddRange(bytes);
    }

    private void AddClass(in UsageEvent usage)
    {
        PriceClass price = usage.Class;
        _rows.Add((byte)price.Tier);
        _rows.Add((byte)price.Region);
        _rows.Add((byte)((price.IsFast ? 1 : 0) | (price.IsAggregate ? 2 : 0) | (usage.IsEstimated ? 4 : 0) | (usage.IsCostFinal ? 8 : 0)));
    }

    private void AddName(NameId id)
    {
        if (!_places.TryGetValue(id, out int place))
        {
            place = _places.Count;
            _places.Add(id, place);
            byte[] text = Encoding.UTF8.GetBytes(names[id]!);
            AddNumber(_names, (ulong)text.Length);
            _names.AddRange(text);
        }
        AddNumber(_rows, (ulong)place);
    }

    private void AddSigned(long number) => AddNumber(_rows, (ulong)(number << 1 ^ number >> 63));

    private static void AddNumber(List<byte> bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
    }
}
