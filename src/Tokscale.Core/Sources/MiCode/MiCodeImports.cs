using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MiCode;

/// <summary>Which messages of a database were copied from the histories of other agents, whose own logs have those calls.</summary>
internal sealed class MiCodeImports
{
    /// <summary>The second is the name in early releases, for one agent only.</summary>
    public static readonly string[] Tables = ["external_import", "claude_import"];

    private readonly HashSet<UInt128> _messages = [];

    /// <summary>When sessions were imported of which no messages are listed.</summary>
    private readonly Dictionary<UInt128, long> _sessions = [];

    private MiCodeImports(SqliteReader database)
    {
        foreach (string table in Tables.Where(database.HasTable))
        {
            foreach (SqliteRow row in database.Select(table, ["session_id", "message_ids", "time_imported"]))
            {
                if (TryAddMessages(row.Text(1))) continue;
                UInt128 session = RowKey.Of(row.Text(0));
                long importedMs = row.TimeMs(2) ?? long.MaxValue;
                _sessions[session] = Math.Max(importedMs, _sessions.GetValueOrDefault(session));
            }
        }
    }

    /// <summary>Null where nothing was imported.</summary>
    public static MiCodeImports? In(SqliteReader database)
    {
        var imports = new MiCodeImports(database);
        return imports._messages.Count + imports._sessions.Count > 0 ? imports : null;
    }

    /// <summary>What the session says after the import is the agent's own.</summary>
    public bool Has(ReadOnlySpan<byte> message, ReadOnlySpan<byte> session, long timestampMs) =>
        _messages.Contains(RowKey.Of(message))
        || _sessions.TryGetValue(RowKey.Of(session), out long importedMs) && timestampMs <= importedMs;

    /// <returns>False when none are listed.</returns>
    private bool TryAddMessages(ReadOnlySpan<byte> ids)
    {
        var messages = new List<UInt128>();
        var json = new JsonCursor(ids);
        if (!json.TryBeginArray()) return false;
        while (json.TryMoveToElement()) messages.Add(RowKey.Of(json.ReadText().Utf8));
        if (!json.IsAtEnd) messages.Clear();
        _messages.UnionWith(messages);
        return messages.Count > 0;
    }
}
