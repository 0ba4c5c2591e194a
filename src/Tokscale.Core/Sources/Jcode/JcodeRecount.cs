using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>Second reader of Jcode's snapshots and journals.</summary>
internal sealed class JcodeRecount : IRecount
{
    private const string JournalEnd = ".journal.jsonl";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var calls = new Dictionary<string, RecountedCall>();
        // A message in the journal replaces the snapshot's, and one in its own session what a split took along.
        foreach (SourceFile file in input.Files.OrderByDescending(IsSplit).ThenBy(IsJournal))
        {
            foreach ((string? id, RecountedCall call) in MessagesIn(file))
            {
                if (call.IsUsage) calls[id ?? $"none {calls.Count}"] = call;
            }
        }
        return calls.Values;
    }

    private static bool IsSplit(SourceFile file) => SnapshotOf(file).Text("parent_id") is not null;

    private static JsonElement SnapshotOf(SourceFile file)
    {
        string path = IsJournal(file) ? file.Path[..^JournalEnd.Length] + ".json" : file.Path;
        return IsJournal(file) ? RecountJson.UntilCut(RecountFile.Bytes(path)) : RecountJson.OfFile(path);
    }

    private static bool IsJournal(SourceFile file) => file.Path.EndsWith(JournalEnd, StringComparison.Ordinal);

    private static IEnumerable<(string? Id, RecountedCall Call)> MessagesIn(SourceFile file)
    {
        JsonElement snapshot = SnapshotOf(file);
        string session = snapshot.Text("id") ?? Path.GetFileName(file.Path).Split('.')[0];
        string? model = snapshot.Text("model"), provider = snapshot.Text("provider_key");
        if (!IsJournal(file))
        {
            foreach (JsonElement message in snapshot.Member("messages").Items()) yield return CallOf(message, file, session, model,
                provider);
            yield break;
        }
        foreach (byte[] bytes in RecountFile.Lines(file.Path))
        {
            JsonElement line = RecountJson.Parse(bytes);
            // What a line that was cut off said of the model still holds.
            JsonElement meta = RecountJson.UntilCut(bytes).Member("meta");
            model = meta.Text("model") ?? model;
            provider = meta.Text("provider_key") ?? provider;
            foreach (JsonElement message in line.Member("append_messages").Items()) yield return CallOf(message, file, session, model,
                provider);
        }
    }

    private static (string? Id, RecountedCall Call) CallOf(JsonElement message, SourceFile file, string session, string? model,
        string? provider)
    {
        JsonElement usage = message.Member("token_usage");
        long input = usage.Loose("input_tokens"), output = usage.Loose("output_tokens");
        long read = usage.Loose("cache_read_input_tokens"), written = usage.Loose("cache_creation_input_tokens");
        bool isAnthropic = ((string[])["anthropic", "claude"]).Any(name => provider?.Contains(name, StringComparison.OrdinalIgnoreCase) ?? false);
        bool isBeside = isAnthropic || written > 0 || read > input;
        long fresh = isBeside ? input : input - read, prompt = usage.Member("prompt_tokens").LooseOrNull() ?? -1;
        if (prompt >= input) fresh = Math.Max(0, prompt - read - written);
        long reasoning = usage.Loose("reasoning_output_tokens");
        // Without a time, messages of other sessions could have the same id.
        string? id = message.Text("id") is { } name ? $"{name} {message.Time("timestamp")?.ToString() ?? session}" : null;
        return (id, new()
        {
            File = file.Path,
            TimeMs = message.Time("timestamp") ?? file.ModifiedMs,
            Model = model,
            Session = session,
            Tokens = new TokenCounts(fresh, Math.Max(0, output - reasoning), read, written, 0, reasoning),
        });
    }
}
