using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.CallLines;

/// <summary>Second reader of transcripts whose lines repeat the counts of a call; the last line with counts is the call.</summary>
internal sealed class CallLineRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => Count(input.Files);

    public IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        var calls = new Dictionary<string, RecountedCall>();
        foreach (SourceFile file in files)
        {
            long timeMs = file.ModifiedMs;
            string session = file.Stem;
            foreach (JsonElement line in RecountFile.Objects(file.Path))
            {
                JsonElement provider = line.Member("providerData");
                timeMs = line.Time("timestamp") ?? timeMs;
                session = line.Text("sessionId") ?? session;
                if (line.Member("status").Is("incomplete")) continue;
                var call = new RecountedCall
                {
                    File = file.Path,
                    TimeMs = timeMs,
                    Model = provider.Text("model") ?? provider.Text("requestModelId"),
                    Session = session,
                    Tokens = TokensOf([line.Member("message").Member("usage"), provider.Member("rawUsage"), provider.Member("usage")]),
                };
                if (!call.IsUsage) continue;
                string key = provider.Text("messageId") ?? line.Text("id") ?? $"none {calls.Count}";
                calls[key] = calls.TryGetValue(key, out RecountedCall? first)
                    ? call with { TimeMs = first.TimeMs, Session = first.Session } : call;
            }
        }
        return calls.Values;
    }

    /// <summary>The first block with counts tells; what it says nothing of, caches, thinking and total, the others may.</summary>
    private static TokenCounts TokensOf(JsonElement[] blocks)
    {
        JsonElement first = blocks.FirstOrDefault(block => !LooseCounts.TokensOf(block).IsZero);
        return LooseCounts.TokensOf([first, blocks[1], blocks[2]]);
    }
}
