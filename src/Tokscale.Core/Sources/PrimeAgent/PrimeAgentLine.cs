using System.Text.Unicode;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>What this agent adds to the entries of its family, borrowed from the line.</summary>
internal ref struct PrimeAgentLine
{
    public JsonText Type, TargetId;
    public EntryUsage? ChildUsage, AggregateUsage;

    /// <summary>How deep below the user's own session a run is; 0 for that session.</summary>
    public long Depth;

    /// <returns>False when the entry is no valid object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out PrimeAgentLine line)
    {
        line = default;
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) line.Type = json.ReadText();
            else if (name.Is("targetId"u8)) line.TargetId = json.ReadText();
            else if (name.Is("rlmDepth"u8)) line.Depth = json.ReadCount() ?? 0;
            else if (name.Is("childUsage"u8)) line.ChildUsage = EntryUsage.Read(ref json, isLoose: true);
            else if (name.Is("aggregateUsage"u8)) line.AggregateUsage = EntryUsage.Read(ref json, isLoose: true);
            else json.SkipValue();
        }
        return json.IsAtEnd;
    }

    /// <summary>
    /// A byte that is no text, in a name or an id, is damage of the file system: what the entry says belongs to something else.
    /// In other texts such bytes do no harm.
    /// </summary>
    public static bool HasDamagedNames(ReadOnlySpan<byte> text)
    {
        if (!IsDamaged(text)) return false;
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return false;
        bool isDamaged = false;
        while (json.TryReadName(out JsonText name))
        {
            isDamaged |= IsDamaged(name.Utf8);
            if (name.Is("message"u8)) isDamaged |= HasDamagedNames(json.ReadRaw(), isMessage: true);
            else isDamaged |= IsDamagedId(name, ref json);
        }
        return isDamaged;
    }

    private static bool HasDamagedNames(ReadOnlySpan<byte> container, bool isMessage)
    {
        var json = new JsonCursor(container);
        if (!json.TryBeginObject()) return false;
        bool isDamaged = false;
        while (json.TryReadName(out JsonText name))
        {
            isDamaged |= IsDamaged(name.Utf8);
            if (isMessage && name.Is("usage"u8)) isDamaged |= HasDamagedNames(json.ReadRaw(), isMessage: false);
            else isDamaged |= IsDamagedId(name, ref json);
        }
        return isDamaged;
    }

    private static bool IsDamagedId(scoped in JsonText name, ref JsonCursor json)
    {
        bool isId = name.Is("id"u8) || name.Is("parentId"u8) || name.Is("targetId"u8) || name.Is("responseId"u8);
        if (isId) return IsDamaged(json.ReadText().Utf8);
        json.SkipValue();
        return false;
    }

    private static bool IsDamaged(ReadOnlySpan<byte> text) => !Utf8.IsValid(text) || text.IndexOf("\uFFFD"u8) >= 0;
}
