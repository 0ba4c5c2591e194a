using System.Buffers;
using System.Collections;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// Billed calls as the cache keeps them: neighbours share most of their fields, so only what differs from the call before is
/// written, and a call takes some twenty bytes instead of a hundred. Reports go through them once and need no list.
/// </summary>
/// <param name="bytes">The calls, as <see cref="Writer"/> makes them.</param>
/// <param name="count">How many there are.</param>
/// <param name="nameCount">Ids of names above this are not known.</param>
internal sealed class PackedEvents(byte[] bytes, int count, int nameCount) : IReadOnlyList<UsageEvent>
{
    private List<UsageEvent>? _unpacked;

    /// <summary>What of a call is not as in the one before, or not zero. Its time is always written, as a difference.</summary>
    [Flags]
    private enum Fields
    {
        None = 0,
        Model = 1 << 0,
        Session = 1 << 1,
        Project = 1 << 2,
        Agent = 1 << 3,
        Provider = 1 << 4,
        Kind = 1 << 5,
        Input = 1 << 6,
        Output = 1 << 7,
        CacheRead = 1 << 8,
        CacheWrite = 1 << 9,
        CacheWrite1h = 1 << 10,
        Reasoning = 1 << 11,
        Duration = 1 << 12,
        WebSearches = 1 << 13,
        LoggedCost = 1 << 14,
        LoggedCredits = 1 << 15,
    }

    public int Count => count;

    public UsageEvent this[int index] => Unpacked()[index];

    public Reader Read() => new(bytes, nameCount);

    public IEnumerator<UsageEvent> GetEnumerator() => Unpacked().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All calls, for those who need them more than once.</summary>
    public List<UsageEvent> Unpacked()
    {
        if (_unpacked is not null) return _unpacked;
        var events = new List<UsageEvent>(count);
        Reader reader = Read();
        while (reader.MoveNext()) events.Add(reader.Current);
        return _unpacked = events;
    }

    /// <summary>Goes through the calls. Bytes that are no calls end it, or give senseless ones, and do no other harm.</summary>
    public ref struct Reader(ReadOnlySpan<byte> bytes, int nameCount)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _offset;
        private UsageEvent _current;

        public readonly UsageEvent Current => _current;

        /// <summary>The call that <see cref="MoveNext"/> came to, without a copy.</summary>
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public readonly ref readonly UsageEvent CurrentRef => ref _current;

        public bool MoveNext()
        {
            if (_offset >= _bytes.Length) return false;
            var fields = (Fields)Number();
            _current.TimestampMs += Difference();
            if ((fields & (Fields.Model | Fields.Session | Fields.Project | Fields.Agent | Fields.Provider | Fields.Kind)) != 0) ReadShared(fields);
            _current.Tokens = new TokenCounts(
                Number(fields, Fields.Input), Number(fields, Fields.Output), Number(fields, Fields.CacheRead),
                Number(fields, Fields.CacheWrite), Number(fields, Fields.CacheWrite1h), Number(fields, Fields.Reasoning));
            _current.DurationMs = (int)Number(fields, Fields.Duration);
            _current.WebSearches = (int)Number(fields, Fields.WebSearches);
            _current.LoggedCostPicoUsd = fields.HasFlag(Fields.LoggedCost) ? Number() : null;
            _current.LoggedMicroCredits = fields.HasFlag(Fields.LoggedCredits) ? Number() : null;
            return true;
        }

        private void ReadShared(Fields fields)
        {
            if (fields.HasFlag(Fields.Model)) _current.Model = Name();
            if (fields.HasFlag(Fields.Session)) _current.Session = Name();
            if (fields.HasFlag(Fields.Project)) _current.Project = Name();
            if (fields.HasFlag(Fields.Agent)) _current.Agent = Name();
            if (fields.HasFlag(Fields.Provider)) _current.Provider = Name();
            if (!fields.HasFlag(Fields.Kind)) return;
            long kind = Number();
            _current.Class = new PriceClass((ServiceTier)(kind & 7), (kind & 8) != 0, (InferenceRegion)((kind >> 4) & 7), (kind & 128) != 0);
            (_current.IsEstimated, _current.IsCostFinal) = ((kind & 256) != 0, (kind & 512) != 0);
            _current.Messages = (int)(kind >> 10);
        }

        private NameId Name() => Number() is var id && id <= nameCount ? new NameId((int)id) : default;

        private long Number(Fields fields, Fields field) => (fields & field) != 0 ? Number() : 0;

        private long Difference() => Number() is var number ? (long)((ulong)number >> 1) ^ -(number & 1) : 0;

        /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
        private long Number()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64 && _offset < _bytes.Length; shift += 7)
            {
                byte next = _bytes[_offset++];
                value |= (ulong)(next & 127) << shift;
                if (next < 128) break;
            }
            return (long)value;
        }
    }

    /// <summary>Packs calls one after the other.</summary>
    public sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(4096);
        private UsageEvent _last;

        public int Count { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public void Add(in UsageEvent usage)
        {
            Fields fields = FieldsOf(usage);
            Number((long)fields);
            long difference = usage.TimestampMs - _last.TimestampMs;
            Number((difference << 1) ^ (difference >> 63));
            if (fields.HasFlag(Fields.Model)) Number(usage.Model.Index);
            if (fields.HasFlag(Fields.Session)) Number(usage.Session.Index);
            if (fields.HasFlag(Fields.Project)) Number(usage.Project.Index);
            if (fields.HasFlag(Fields.Agent)) Number(usage.Agent.Index);
            if (fields.HasFlag(Fields.Provider)) Number(usage.Provider.Index);
            if (fields.HasFlag(Fields.Kind)) Number(KindOf(usage));
            ReadOnlySpan<long> numbers =
            [
                usage.Tokens.Input, usage.Tokens.Output, usage.Tokens.CacheRead, usage.Tokens.CacheWrite, usage.Tokens.CacheWrite1h,
                usage.Tokens.Reasoning, usage.DurationMs, usage.WebSearches,
            ];
            foreach (long number in numbers)
                if (number != 0) Number(number);
            if (usage.LoggedCostPicoUsd is { } cost) Number(cost);
            if (usage.LoggedMicroCredits is { } credits) Number(credits);
            _last = usage;
            Count++;
        }

        private Fields FieldsOf(in UsageEvent usage) =>
            If(usage.Model != _last.Model, Fields.Model)
            | If(usage.Session != _last.Session, Fields.Session)
            | If(usage.Project != _last.Project, Fields.Project)
            | If(usage.Agent != _last.Agent, Fields.Agent)
            | If(usage.Provider != _last.Provider, Fields.Provider)
            | If(KindOf(usage) != KindOf(_last), Fields.Kind)
            | If(usage.Tokens.Input != 0, Fields.Input)
            | If(usage.Tokens.Output != 0, Fields.Output)
            | If(usage.Tokens.CacheRead != 0, Fields.CacheRead)
            | If(usage.Tokens.CacheWrite != 0, Fields.CacheWrite)
            | If(usage.Tokens.CacheWrite1h != 0, Fields.CacheWrite1h)
            | If(usage.Tokens.Reasoning != 0, Fields.Reasoning)
            | If(usage.DurationMs != 0, Fields.Duration)
            | If(usage.WebSearches != 0, Fields.WebSearches)
            | If(usage.LoggedCostPicoUsd is not null, Fields.LoggedCost)
            | If(usage.LoggedMicroCredits is not null, Fields.LoggedCredits);

        private static Fields If(bool condition, Fields field) => condition ? field : Fields.None;

        private static long KindOf(in UsageEvent usage) =>
            (long)usage.Class.Tier | (usage.Class.IsFast ? 8L : 0) | ((long)usage.Class.Region << 4) | (usage.Class.IsAggregate ? 128L : 0)
            | (usage.IsEstimated ? 256L : 0) | (usage.IsCostFinal ? 512L : 0) | ((long)usage.Messages << 10);

        private void Number(long number)
        {
            Span<byte> bytes = _bytes.GetSpan(10);
            int length = 0;
            ulong rest = (ulong)number;
            for (; rest >= 128; rest >>= 7) bytes[length++] = (byte)(rest | 128);
            bytes[length++] = (byte)rest;
            _bytes.Advance(length);
        }
    }
}
