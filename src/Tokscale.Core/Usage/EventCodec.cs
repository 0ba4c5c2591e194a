namespace Tokscale.Core.Usage;

/// <summary>
/// A billed call in some twenty bytes instead of a hundred: calls of a log share most of their fields, so only what differs
/// from another call of it is written.
/// </summary>
internal static class EventCodec
{
    /// <summary>No call takes more.</summary>
    public const int BytesMax = 160;

    private const Fields AnyShared = Fields.Model | Fields.Session | Fields.Project | Fields.Agent | Fields.Provider | Fields.Kind;

    /// <summary>What of a call is not as in the other, or not zero. Its time is always written, as a difference.</summary>
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

    /// <summary>Writes a call.</summary>
    /// <param name="writer">Has room for <see cref="BytesMax"/>.</param>
    /// <param name="usage">The call.</param>
    /// <param name="other">A call that the reader will know by then.</param>
    public static void Write(ref PackWriter writer, in UsageEvent usage, in UsageEvent other)
    {
        Fields fields = FieldsOf(usage, other);
        writer.Number((long)fields);
        writer.Signed(usage.TimestampMs - other.TimestampMs);
        if ((fields & AnyShared) != 0) WriteShared(ref writer, usage, fields);
        if (usage.Tokens.Input != 0) writer.Number(usage.Tokens.Input);
        if (usage.Tokens.Output != 0) writer.Number(usage.Tokens.Output);
        if (usage.Tokens.CacheRead != 0) writer.Number(usage.Tokens.CacheRead);
        if (usage.Tokens.CacheWrite != 0) writer.Number(usage.Tokens.CacheWrite);
        if (usage.Tokens.CacheWrite1h != 0) writer.Number(usage.Tokens.CacheWrite1h);
        if (usage.Tokens.Reasoning != 0) writer.Number(usage.Tokens.Reasoning);
        if (usage.DurationMs != 0) writer.Number(usage.DurationMs);
        if (usage.WebSearches != 0) writer.Number(usage.WebSearches);
        if (usage.LoggedCostPicoUsd is { } cost) writer.Number(cost);
        if (usage.LoggedMicroCredits is { } credits) writer.Number(credits);
    }

    /// <summary>What other calls are written as differences to: all of a call but its counts.</summary>
    public static UsageEvent BaseOf(in UsageEvent usage) => new()
    {
        TimestampMs = usage.TimestampMs,
        Model = usage.Model,
        Session = usage.Session,
        Project = usage.Project,
        Agent = usage.Agent,
        Provider = usage.Provider,
        Class = usage.Class,
        Messages = usage.Messages,
        IsEstimated = usage.IsEstimated,
        IsCostFinal = usage.IsCostFinal,
    };

    /// <summary>True when calls are written alike as differences to the one and to the other.</summary>
    public static bool HaveSameBase(in UsageEvent usage, in UsageEvent other) =>
        usage.TimestampMs == other.TimestampMs
        && usage.Model == other.Model && usage.Session == other.Session && usage.Project == other.Project
        && usage.Agent == other.Agent && usage.Provider == other.Provider
        && usage.Class == other.Class && usage.Messages == other.Messages
        && usage.IsEstimated == other.IsEstimated && usage.IsCostFinal == other.IsCostFinal;

    /// <summary>When a written call was made, and its session, without reading the rest.</summary>
    /// <param name="bytes">The call.</param>
    /// <param name="other">The other call.</param>
    public static (long TimestampMs, NameId Session) PlaceOf(ReadOnlySpan<byte> bytes, in UsageEvent other)
    {
        var cursor = new PackCursor(bytes, 0);
        var fields = (Fields)cursor.Number();
        long timestampMs = other.TimestampMs + cursor.Signed();
        if ((fields & Fields.Session) == 0) return (timestampMs, other.Session);
        if ((fields & Fields.Model) != 0) cursor.Number();
        return (timestampMs, Name(ref cursor, int.MaxValue));
    }

    /// <summary>Reads a call. Bytes that are no call give a senseless one and do no other harm.</summary>
    /// <param name="cursor">Moves behind the call.</param>
    /// <param name="usage">Holds the other call, and becomes this one.</param>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    public static void Read(ref PackCursor cursor, ref UsageEvent usage, int nameCount)
    {
        var fields = (Fields)cursor.Number();
        usage.TimestampMs += cursor.Signed();
        if ((fields & AnyShared) != 0) ReadShared(ref cursor, ref usage, fields, nameCount);
        usage.Tokens = new TokenCounts(
            Number(ref cursor, fields, Fields.Input), Number(ref cursor, fields, Fields.Output), Number(ref cursor, fields, Fields.CacheRead),
            Number(ref cursor, fields, Fields.CacheWrite), Number(ref cursor, fields, Fields.CacheWrite1h), Number(ref cursor, fields, Fields.Reasoning));
        usage.DurationMs = (int)Number(ref cursor, fields, Fields.Duration);
        usage.WebSearches = (int)Number(ref cursor, fields, Fields.WebSearches);
        usage.LoggedCostPicoUsd = fields.HasFlag(Fields.LoggedCost) ? cursor.Number() : null;
        usage.LoggedMicroCredits = fields.HasFlag(Fields.LoggedCredits) ? cursor.Number() : null;
    }

    private static void WriteShared(ref PackWriter writer, in UsageEvent usage, Fields fields)
    {
        if (fields.HasFlag(Fields.Model)) writer.Number(usage.Model.Index);
        if (fields.HasFlag(Fields.Session)) writer.Number(usage.Session.Index);
        if (fields.HasFlag(Fields.Project)) writer.Number(usage.Project.Index);
        if (fields.HasFlag(Fields.Agent)) writer.Number(usage.Agent.Index);
        if (fields.HasFlag(Fields.Provider)) writer.Number(usage.Provider.Index);
        if (fields.HasFlag(Fields.Kind)) writer.Number(KindOf(usage));
    }

    private static void ReadShared(ref PackCursor cursor, ref UsageEvent usage, Fields fields, int nameCount)
    {
        if (fields.HasFlag(Fields.Model)) usage.Model = Name(ref cursor, nameCount);
        if (fields.HasFlag(Fields.Session)) usage.Session = Name(ref cursor, nameCount);
        if (fields.HasFlag(Fields.Project)) usage.Project = Name(ref cursor, nameCount);
        if (fields.HasFlag(Fields.Agent)) usage.Agent = Name(ref cursor, nameCount);
        if (fields.HasFlag(Fields.Provider)) usage.Provider = Name(ref cursor, nameCount);
        if (!fields.HasFlag(Fields.Kind)) return;
        long kind = cursor.Number();
        usage.Class = new PriceClass((ServiceTier)(kind & 7), (kind & 8) != 0, (InferenceRegion)((kind >> 4) & 7), (kind & 128) != 0);
        (usage.IsEstimated, usage.IsCostFinal) = ((kind & 256) != 0, (kind & 512) != 0);
        usage.Messages = (int)(kind >> 10);
    }

    private static Fields FieldsOf(in UsageEvent usage, in UsageEvent other) =>
        If(usage.Model != other.Model, Fields.Model)
        | If(usage.Session != other.Session, Fields.Session)
        | If(usage.Project != other.Project, Fields.Project)
        | If(usage.Agent != other.Agent, Fields.Agent)
        | If(usage.Provider != other.Provider, Fields.Provider)
        | If(KindOf(usage) != KindOf(other), Fields.Kind)
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

    private static long Number(ref PackCursor cursor, Fields fields, Fields field) => (fields & field) != 0 ? cursor.Number() : 0;

    private static NameId Name(ref PackCursor cursor, int nameCount) =>
        cursor.Number() is var id && id >= 0 && id <= nameCount ? new NameId((int)id) : default;
}
