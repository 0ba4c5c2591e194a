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
        var sessions = new HashSet<string>();
        var calls = new List<RecountedCall>();
        foreach (SourceFile file in input.Files.Where(IsDatabase)) calls.AddRange(InDatabase(file, sessions));
        foreach (SourceFile file in input.Files.Where(file => !IsDatabase(file)))
        {
            if (!sessions.Contains(file.Stem) && InOldFile(file) is { IsUsage: true } call) calls.Add(call);
        }
        return calls;
    }

    private static bool IsDatabase(SourceFile file) => file.Path.EndsWith(".db", StringComparison.Ordinal);

    private static List<RecountedCall> InDatabase(SourceFile file, HashSet<string> sessions)
    {
        var calls = new List<RecountedCall>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        RecountRow[] rows = [.. database.Table("sessions")];
        var counted = new HashSet<string?>();
        var found = new HashSet<string>();
        foreach (RecountRow entry in database.Table("usage_ledger"))
        {
            RecountRow? session = rows.FirstOrDefault(row => row.Text("id") == entry.Text("session_id"));
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = entry.Time("created_timestamp") ?? session?.Time("created_at") ?? file.ModifiedMs,
                Model = entry.Text("model") ?? ModelOf(session),
                Session = entry.Text("session_id"),
                CostUsd = entry.Money("cost"),
                Tokens = TokensOf(entry, ""),
            };
            counted.Add(call.Session);
            if (!call.IsUsage) continue;
            calls.Add(call);
            if (call.Session is not null) found.Add(call.Session);
        }
        foreach (RecountRow session in rows)
        {
            if (session.Text("id") is { } id && sessions.Contains(id)) continue;
            if (counted.Contains(session.Text("id"))) continue;
            bool hasSums = ((string[])["input", "output", "total"]).Any(part => session.Count($"accumulated_{part}_tokens") > 0);
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = session.Time("created_at") ?? file.ModifiedMs,
                Model = ModelOf(session),
                Session = session.Text("id"),
                CostUsd = session.Money("accumulated_cost"),
                Tokens = TokensOf(session, hasSums ? "accumulated_" : ""),
            };
            if (!call.IsUsage) continue;
            calls.Add(call);
            if (call.Session is not null) found.Add(call.Session);
        }
        sessions.UnionWith(found);
        return calls;
    }

    private static string? ModelOf(RecountRow? session) => session?.Json("model_config_json").Text("model_name");

    private static TokenCounts TokensOf(RecountRow row, string prefix) => RecountTokens.Inclusive(
        row.Count(prefix + "input_tokens"), row.Count(prefix + "output_tokens"),
        row.Count(prefix + "cache_read_tokens"), row.Count(prefix + "cache_write_tokens"));

    /// <summary>The header has no time, but messages have.</summary>
    [GeneratedRegex("""\n.*?"created"\s*:\s*(\d+)""")]
    private static partial Regex Created();

    private static RecountedCall InOldFile(SourceFile file)
    {
        JsonElement header = RecountFile.Lines(file.Path).Select(line => RecountJson.Parse(line)).FirstOrDefault();
        long input = header.Loose("accumulated_input_tokens"), output = header.Loose("accumulated_output_tokens");
        bool hasSums = (input | output) != 0;
        return new()
        {
            File = file.Path,
            TimeMs = RecountTime.Of(RecountText.Number(Created().Match(RecountFile.Text(file.Path) ?? "").Groups[1].Value))
                ?? file.ModifiedMs,
            Session = file.Stem,
            Tokens = new TokenCounts(hasSums ? input : header.Loose("input_tokens"), hasSums ? output : header.Loose("output_tokens"), 0,
                0, 0, 0),
        };
    }
}
