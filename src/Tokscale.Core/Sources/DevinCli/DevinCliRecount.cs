using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>Second reader of Devin CLI's database and transcripts.</summary>
internal sealed class DevinCliRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => file.Path.EndsWith(".db", StringComparison.Ordinal));
        List<(string? Key, RecountedCall Call)> nodes = [.. byKind[true].SelectMany(NodesIn)];
        HashSet<string?> sessions = [.. nodes.Select(node => node.Call.Session)];
        return RecountCopies.First(nodes.Concat(byKind[false].SelectMany(StepsIn).Where(step => !sessions.Contains(step.Call.Session))));
    }

    private static List<(string? Key, RecountedCall Call)> NodesIn(SourceFile file)
    {
        var calls = new List<(string? Key, RecountedCall Call)>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        RecountRow[] sessions = [.. database.Table("sessions")];
        foreach (RecountRow row in database.Table("message_nodes"))
        {
            JsonElement message = row.Json("chat_message"), meta = message.Member("metadata");
            if (!message.Member("role").Is("assistant")) continue;
            string? session = row.Text("session_id");
            string? node = row.IsNull("node_id") ? null : $"node {session} {row.Text("node_id")}";
            calls.Add((RequestOf(meta) ?? (message.Text("message_id") is { } id ? $"message {session} {id}" : node), new()
            {
                File = file.Path,
                TimeMs = meta.Time("created_at") ?? row.Time("created_at") ?? file.ModifiedMs,
                Model = RealModel(meta.Text("generation_model"))
                    ?? RealModel(sessions.FirstOrDefault(known => known.Text("id") == session)?.Text("model")),
                Session = session,
                HasCredits = meta.Member("committed_acu_cost").Number() > 0,
                Tokens = Plain(meta.Member("metrics")),
            }));
        }
        // Nodes of the assistant with tokens count.
        return [.. calls.Where(found => !found.Call.Tokens.IsZero)];
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> StepsIn(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        string session = document.Text("session_id") ?? file.Stem;
        foreach (JsonElement step in document.Member("steps").Items())
        {
            JsonElement meta = step.Member("metadata"), metrics = step.Member("metrics");
            if (step.Member("source").Is("user") || meta.Member("is_user_input").IsTrue()) continue;
            TokenCounts tokens = Inclusive(metrics) is { IsZero: false } counts ? counts : Plain(meta.Member("metrics"));
            if (tokens.IsZero) continue;
            string? id = step.Member("step_id").Exists() ? step.Member("step_id").GetRawText() : null;
            yield return (RequestOf(meta) ?? (id is null ? null : $"step {session} {id}"), new()
            {
                File = file.Path,
                TimeMs = meta.Time("created_at") ?? step.Time("timestamp") ?? file.ModifiedMs,
                Model = RealModel(meta.Text("generation_model")) ?? RealModel(step.Text("model_name"))
                    ?? RealModel(document.Member("agent").Text("model_name")),
                Session = session,
                Tokens = tokens,
            });
        }
    }

    /// <summary>Copies of a call, be it in another session, have its id.</summary>
    private static string? RequestOf(JsonElement meta) => meta.Text("request_id") is { } id ? $"request {id}" : null;

    /// <summary>A word for "choose one for me" is no model.</summary>
    private static string? RealModel(string? model) => "adaptive".Equals(model, StringComparison.OrdinalIgnoreCase) ? null : model;

    private static TokenCounts Plain(JsonElement metrics) => new(
        metrics.Loose("input_tokens"), metrics.Loose("output_tokens"), metrics.Loose("cache_read_tokens"),
            metrics.Loose("cache_creation_tokens"), 0, 0);

    private static TokenCounts Inclusive(JsonElement metrics) => RecountTokens.Inclusive(
        metrics.Loose("prompt_tokens"), metrics.Loose("completion_tokens"), metrics.Loose("cached_tokens"),
        metrics.Member("extra").Loose("cache_creation_input_tokens"));
}
