using System.Buffers.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zed;

/// <summary>Reads threads. A thread is one record: the database has no requests of their own.</summary>
internal sealed class ZedParser(SourceFile file, UsageSink sink) : IDisposable
{
    private readonly ZstdValue _packed = new();

    public void Dispose() => _packed.Dispose();

    /// <param name="row">id, data_type, data, created_at, updated_at, folder_paths, folder_paths_order.</param>
    public void ReadRow(in SqliteRow row)
    {
        if (!TryUnpack(row, out ReadOnlySpan<byte> text))
        {
            row.ReportMalformed();
            return;
        }
        ZedThread thread = ZedThread.Read(text);
        if (!thread.IsValid) row.ReportMalformed();
        // A thread that somebody shared was paid by them.
        else if (!thread.IsImported && !thread.Model.IsEmpty) Add(thread, row);
    }

    private void Add(in ZedThread thread, in SqliteRow row)
    {
        if (thread.HasRefused) sink.Report(ProblemKind.RefusedNumber, row.Number);
        long? timestampMs = row.TimeMs(3) ?? row.TimeMs(4) ?? LogTime.Parse(thread.UpdatedAt.Utf8);
        string model = DisplayNames.ToModelId(thread.Model.ToString());
        NameId provider = sink.Name(thread.Provider.Utf8), session = sink.Name(row.Text(0));
        bool isAdded = sink.Add(new UsageRow
        {
            Key = RowKey.Of(row.Text(0)),
            Link = LargestSessionRule.LinkOf(RowKey.Of(sink.NameOf(session))),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = thread.Tokens(),
                Model = sink.Name(model),
                Provider = provider.IsKnown ? provider : sink.Name(ModelProvider.Of(model)),
                Session = session,
                Project = ProjectOf(row),
                Class = new PriceClass { IsAggregate = true },
                LoggedCostUsd = thread.IsLocal ? 0 : null,
                IsCostFinal = thread.IsLocal,
                Messages = Math.Max(1, thread.RequestCount),
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    private bool TryUnpack(in SqliteRow row, out ReadOnlySpan<byte> text)
    {
        text = row.Text(2);
        if (row.Text(1).SequenceEqual("json"u8)) return true;
        return row.Text(1).SequenceEqual("zstd"u8) && _packed.TryUnpack(text, out text);
    }

    /// <summary>Paths stand in alphabetical order; another column has the place of each in the window.</summary>
    private NameId ProjectOf(in SqliteRow row)
    {
        ReadOnlySpan<byte> paths = row.Text(5), order = row.Text(6);
        MemoryExtensions.SpanSplitEnumerator<byte> places = order.Split((byte)',');
        ReadOnlySpan<byte> first = default;
        int lowest = int.MaxValue;
        foreach (Range path in paths.Split((byte)'\n'))
        {
            int place = places.MoveNext() && Utf8Parser.TryParse(order[places.Current].Trim(" "u8), out int value, out _) ? value : int.MaxValue - 1;
            if (place >= lowest) continue;
            lowest = place;
            first = paths[path];
        }
        return sink.Name(first);
    }
}
