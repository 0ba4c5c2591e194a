using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>Reads one database: both versions of its tables.</summary>
internal static class OpenCodeDatabase
{
    /// <summary>Up to this size, reading every part of every message costs a few milliseconds at most.</summary>
    private const long SmallDatabaseBytes = 32 << 20;

    private const string SecondMessages = "session_message";

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null) return;
        bool hasSecondVersion = database.HasTable(SecondMessages);
        StepCopies? copies = hasSecondVersion && !IsEmpty(database, SecondMessages) ? new() : null;
        if (database.HasTable("message") || !hasSecondVersion)
        {
            new MessageTables(database, OpenCodeMessages.Format, file, sink) { Copies = copies }.Read(ReadSteps(database));
        }
        if (hasSecondVersion)
        {
            var tables = new MessageTables(database, OpenCodeMessages.SecondFormat, file, sink) { Copies = copies };
            tables.ReadSecondVersion(SecondMessages, "session", "session_v2");
            tables.ReadSums("session_v2");
        }
    }

    /// <summary>
    /// The steps of messages that may have several. Parts hold all content, most of the database, so they are not read for
    /// messages that are too young to have more than one step.
    /// </summary>
    private static Dictionary<UInt128, List<MessageTokens>> ReadSteps(SqliteReader database)
    {
        var steps = new Dictionary<UInt128, List<MessageTokens>>();
        if (!database.HasColumn("part", "message_id") || !database.HasColumn("part", "data")) return steps;
        string condition = string.Empty;
        if (database.CountBytes() > SmallDatabaseBytes)
        {
            if (!database.HasColumn("message", "time_created") || !HasOldMessages(database)) return steps;
            condition = $"WHERE message_id IN (SELECT id FROM message WHERE time_created < {OpenCodeMessages.SeveralStepsBeforeMs})";
        }
        foreach (SqliteRow row in database.Select("part", ["message_id", "data"], condition))
        {
            if (OpenCodeStep.TryRead(row.Text(1), out MessageTokens tokens)) Add(steps, RowKey.Of(row.Text(0)), tokens);
        }
        return steps;
    }

    /// <summary>Old messages lie first, so one is found at once; where there is none, the search reads less than all messages take.</summary>
    private static bool HasOldMessages(SqliteReader database) =>
        !IsEmpty(database, "message", $"WHERE time_created < {OpenCodeMessages.SeveralStepsBeforeMs}");

    private static bool IsEmpty(SqliteReader database, string table, string condition = "")
    {
        foreach (SqliteRow _ in database.Select(table, ["id"], condition + " LIMIT 1")) return false;
        return true;
    }

    private static void Add(Dictionary<UInt128, List<MessageTokens>> steps, UInt128 message, in MessageTokens tokens)
    {
        if (!steps.TryGetValue(message, out List<MessageTokens>? list)) steps.Add(message, list = []);
        list.Add(tokens);
    }
}
