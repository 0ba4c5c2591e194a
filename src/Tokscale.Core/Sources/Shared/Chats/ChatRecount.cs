using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>Second reader of chat documents and of the logs that replaced them.</summary>
/// <param name="answerType">The type of messages with counts.</param>
internal sealed class ChatRecount(string answerType) : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => Count(input.Files);

    public IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        var best = new Dictionary<(string Session, string Id), RecountedCall>();
        foreach (SourceFile file in files)
        {
            foreach ((string id, string keySession, RecountedCall call) in CallsIn(file))
            {
                bool isKnown = best.TryGetValue((keySession, id), out RecountedCall? other);
                if (!isKnown)
                {
                    best[(keySession, id)] = call;
                    continue;
                }
                RecountedCall larger = call.Tokens.Total >= other!.Tokens.Total ? call : other;
                RecountedCall earlier = call.TimeMs < other.TimeMs ? call : other;
                best[(keySession, id)] = larger with { TimeMs = earlier.TimeMs, Session = earlier.Session, File = earlier.File };
            }
        }
        return best.Values;
    }

    private IEnumerable<(string Id, string Session, RecountedCall Call)> CallsIn(SourceFile file)
    {
        bool isLog = file.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        JsonElement[] parts = isLog ? [.. RecountFile.Objects(file.Path)] : [RecountJson.OfFile(file.Path)];
        // Of a line that is damaged further on, its beginning still tells the session.
        JsonElement[] heads = isLog ? [.. RecountFile.Lines(file.Path).Select(line => RecountJson.UntilCut(line))] : parts;
        string session = heads.Select(SessionOf).FirstOrDefault(id => id is not null) ?? file.Stem;
        long? startMs = heads.Select(part => part.Time("startTime") ?? part.Member("$set").Time("startTime")).FirstOrDefault(time => time is not null);
        bool isSub = heads.Any(part => part.Member("kind").Is("subagent")) || file.FolderName != "chats";
        string counted = isSub && file.FolderName != "chats" ? file.FolderName : session;
        var firstTimes = new Dictionary<string, long>();
        foreach (JsonElement message in parts.SelectMany(part => MessagesIn(part, isLog)))
        {
            if (!message.Member("type").Is(answerType)) continue;
            long? ownMs = message.Time("timestamp");
            long timeMs = ownMs ?? startMs ?? file.ModifiedMs;
            string? id = message.Text("id");
            // Its time is the first record's, also of one without counts.
            if (id is not null && !firstTimes.TryAdd(id, timeMs)) timeMs = firstTimes[id];
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = message.Text("model"),
                Session = counted,
                Tokens = TokensOf(message.Member("tokens")),
            };
            // Without an id, its time and counts tell that it is written again.
            if (call.IsUsage) yield return (id is null ? $"at {ownMs} {CountsIn(message.Member("tokens"))}" : "id " + id, session, call);
        }
    }

    private static string? SessionOf(JsonElement part) => part.Text("sessionId") ?? part.Member("$set").Text("sessionId");

    private static IEnumerable<JsonElement> MessagesIn(JsonElement part, bool isLog)
    {
        if (!isLog) return part.Member("messages").Items();
        return part.Member("$set").IsObject() ? part.Member("$set").Member("messages").Items() : [part];
    }

    private static string CountsIn(JsonElement tokens) =>
        string.Join(',', ((string[])["input", "output", "cached", "thoughts", "tool"]).Select(name => tokens.Count(name)));

    private static TokenCounts TokensOf(JsonElement tokens)
    {
        long input = tokens.Count("input"), cached = tokens.Count("cached"), output = tokens.Count("output");
        long thoughts = tokens.Count("thoughts"), prompt = input + tokens.Count("tool"), total = tokens.Count("total");
        bool isBeside = total > 0 && cached > 0 && total == prompt + cached + output + thoughts;
        long read = isBeside ? cached : Math.Min(cached, prompt);
        return new(isBeside ? prompt : prompt - read, output, read, 0, 0, thoughts);
    }
}
