using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Second reader of Goose's databases and older session files.</summary>
internal sealed partial class GooseRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        // A database may lie in its earlier place too: who has most of a session has gone on with it.
        List<RecountedCall> calls = [.. input.Files.Where(IsDatabase).SelectMany(InDatabase)
            .GroupBy(found => found.Id ?? Guid.NewGuid().ToString())
            .SelectMany(same => same.MaxBy(found => found.Calls.Sum(call => call.Tokens.Total)).Calls)];
        HashSet<string?> sessions = [.. calls.Select(call => call.Session)];
        IEnumerable<RecountedCall> files = input.Files.Where(file => !IsDatabase(file) && !sessions.Contains(file.Stem)).Select(InOldFile);
        return calls.Concat(RecountCopies.First(files.Select(call => (call.Session, call))));
    }

    private static bool IsDatabase(SourceFile file) => file.Path.EndsWith(".db", StringComparison.Ordinal);

    private static List<(string? Id, List<RecountedCall> Calls)> InDatabase(SourceFile file)
    {
        var found = new List<(string? Id, List<RecountedCall> Calls)>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return found;
        RecountRow[] sessions = [.. database.Table("sessions")];
        ILookup<string?, RecountRow> ledger = database.Table("usage_ledger").ToLookup(row => row.Text("session_id"));
        foreach (RecountRow session in sessions)
        {
            string? id = session.Text("id");
            RecountRow[] told = [.. ledger[id]];
            IEnumerable<RecountedCall> all = told.Length > 0 ? told.Select(row => CallOf(row, session, file)) : [SumsOf(session, file)];
            List<RecountedCall> calls = [.. all.Where(call => call.IsUsage)];
            if (calls.Count > 0) found.Add((id is null ? null : $"{id} {session.Time("created_at")}", calls));
        }
        foreach (var orphans in ledger.Where(group => sessions.All(session => session.Text("id") != group.Key)))
        {
            List<RecountedCall> calls = [.. orphans.Select(row => CallOf(row, null, file)).Where(call => call.IsUsage)];
            if (calls.Count > 0) found.Add((orphans.Key is null ? null : $"{orphans.Key} ", calls));
        }
        return found;
    }

    private static RecountedCall CallOf(RecountRow entry, RecountRow? session, SourceFile file)
    {
        long? requestedMs = entry.Time("created_timestamp"), createdMs = session?.Time("created_at");
        bool isCarried = entry.Text("cost_source") == "carried_forward";
        return new()
        {
            File = file.Path,
            TimeMs = (isCarried ? createdMs ?? requestedMs : requestedMs ?? createdMs) ?? file.ModifiedMs,
            Model = entry.Text("model") ?? ModelOf(session),
            Session = entry.Text("session_id"),
            CostUsd = entry.Money("cost"),
            Tokens = TokensOf(name => entry.Count(name)),
        };
    }

    private static RecountedCall SumsOf(RecountRow session, SourceFile file)
    {
        bool hasSums = ((string[])["input", "output", "total"]).Any(part => session.Count($"accumulated_{part}_tokens") > 0);
        return new()
        {
            File = file.Path,
            TimeMs = session.Time("created_at") ?? file.ModifiedMs,
            Model = ModelOf(session),
            Session = session.Text("id"),
            CostUsd = session.Money("accumulated_cost"),
            Tokens = TokensOf(name => session.Count(hasSums ? "accumulated_" + name : name)),
        };
    }

    private static string? ModelOf(RecountRow? session) => session?.Json("model_config_json").Text("model_name");

    private static TokenCounts TokensOf(Func<string, long> count) =>
        RecountTokens.Inclusive(count("input_tokens"), count("output_tokens"), count("cache_read_tokens"), count("cache_write_tokens"));

    /// <summary>A number that nothing follows may lack digits.</summary>
    [GeneratedRegex("""[\d.]\s*$""")]
    private static partial Regex EndsInNumber();

    private static RecountedCall InOldFile(SourceFile file)
    {
        byte[][] lines = [.. RecountFile.Lines(file.Path).Where(line => line.AsSpan().ContainsAnyExcept(" \t\r\n\0"u8)).Take(2)];
        JsonElement header = lines.Length > 0 ? RecountJson.Parse(lines[0]) : default;
        long input = header.Loose("accumulated_input_tokens"), output = header.Loose("accumulated_output_tokens");
        bool hasSums = (input | output) != 0;
        // The header has no time, but the first message has.
        byte[] message = lines.Length > 1 ? lines[1] : [];
        JsonElement created = RecountJson.UntilCut(message).Member("created");
        bool isTorn = EndsInNumber().IsMatch(Encoding.UTF8.GetString(message));
        return new()
        {
            File = file.Path,
            TimeMs = (isTorn ? null : created.Time()) ?? file.ModifiedMs,
            Session = file.Stem,
            Tokens = new TokenCounts(hasSums ? input : header.Loose("input_tokens"), hasSums ? output : header.Loose("output_tokens"), 0,
                0, 0, 0),
        };
    }
}
