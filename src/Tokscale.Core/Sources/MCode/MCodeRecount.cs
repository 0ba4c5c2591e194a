using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>Second reader of MiniMax Code's histories, and of saved streams for turns that no history has.</summary>
internal sealed class MCodeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> files = input.Files.ToLookup(file => SessionFolderOf(file) is not null);
        Told[] messages = [.. files[true].SelectMany(MessagesIn).Where(told => told.Call.IsUsage)];
        HashSet<string> turns = [.. messages.Select(told => told.Turn)];
        IEnumerable<Told> streamed = files[false].SelectMany(TurnsIn).Where(told => !turns.Contains(told.Turn));
        return messages.GroupBy(told => (object?)told.Key ?? told).Select(Largest)
            .Concat(RecountCopies.First(streamed.Select(told => (told.Key, told.Call))));
    }

    /// <summary>The copy with the most tokens, among equals the last, where and when the earliest one stands.</summary>
    private static RecountedCall Largest(IEnumerable<Told> copies)
    {
        RecountedCall[] calls = [.. copies.Select(told => told.Call)];
        RecountedCall earliest = calls.MinBy(call => call.TimeMs)!;
        return Enumerable.Reverse(calls).MaxBy(call => call.Tokens.Total)! with { TimeMs = earliest.TimeMs, Session = earliest.Session };
    }

    private static string? SessionFolderOf(SourceFile file) =>
        file.RelativePath.Split('/')[..^1].FirstOrDefault(part => part.Contains("-session_", StringComparison.Ordinal));

    private static IEnumerable<Told> MessagesIn(SourceFile file)
    {
        string session = SessionOf(SessionFolderOf(file)!);
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement message = line.Member("message"), usage = message.Member("usage");
            if (!message.Member("role").Is("assistant") || !usage.IsObject()) continue;
            long? timeMs = message.Time("timestamp");
            string? id = message.Text("responseId") ?? line.Text("message_id");
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs ?? file.ModifiedMs,
                Model = message.Text("responseModel") ?? message.Text("model"),
                Session = session,
                Tokens = TokensOf(usage),
                CostUsd = usage.Member("cost").Member("total").LooseMoney() is > 0 and var cost ? cost : null,
            };
            yield return new(id is null ? null : $"{id} {timeMs}", $"{session} {line.Text("turn_id")}", call);
        }
    }

    /// <summary>The folder's name ends with the session's id in Base64 without padding.</summary>
    private static string SessionOf(string folder)
    {
        string encoded = folder[(folder.IndexOf("-session_", StringComparison.Ordinal) + "-session_".Length)..];
        string padded = encoded.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[padded.Length];
        bool isBase64 = Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out int count);
        return isBase64 && count > 0 ? Encoding.UTF8.GetString(bytes, 0, count) : encoded;
    }

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long input = usage.Loose("input"), output = usage.Loose("output"), read = usage.Loose("cacheRead"), written = usage.Loose("cacheWrite");
        long total = usage.Loose("totalTokens");
        if ((input | output | read | written) == 0) output = total;
        else if (read > 0 && total == input + output + written && input >= read) input -= read;
        string[] names = ["reasoning", "reasoningTokens", "reasoningOutput", "outputReasoning"];
        long reasoning = Math.Min(output, names.Select(name => usage.Loose(name)).FirstOrDefault(count => count > 0));
        return new(input, output - reasoning, read, written, Math.Min(written, usage.Loose("cacheWrite1h")), reasoning);
    }

    private static IEnumerable<Told> TurnsIn(SourceFile file)
    {
        JsonElement[] lines = [.. RecountFile.Objects(file.Path)];
        Turn[] turns =
        [
            .. lines.Where(line => line.Text("type") is "exec.result" or "turn.completed" or "exec.completed")
                .Select(line => new Turn(
                    line.Member("result").Text("turnId") ?? line.Text("turnId"), line.Member("result").Text("sessionId") ?? line.Text("sessionId"),
                    [line.Member("model"), line.Member("result").Member("model")], [line.Member("usage"), line.Member("result").Member("usage")])),
        ];
        var told = new HashSet<string?>();
        foreach (JsonElement message in lines.Where(line => line.Member("type").Is("message")).Select(line => line.Member("message")))
        {
            if (!message.Member("role").Is("assistant") || StreamTokensOf(message.Member("usage")) is { IsZero: true }) continue;
            string? id = message.Text("turnId");
            told.Add(id);
            RecountedCall call = CallOf(file, turns, id) with { Tokens = StreamTokensOf(message.Member("usage")) };
            call = call with { TimeMs = message.Time("timestamp") ?? file.ModifiedMs };
            yield return new($"{id} {call.Session} {call.Model} {call.TimeMs} {call.Tokens}", $"{call.Session} {id}", call);
        }
        foreach (string? id in turns.Select(turn => turn.Id).Distinct().Where(id => !told.Contains(id)))
        {
            RecountedCall call = CallOf(file, turns, id);
            bool isNamed = id is not null && turns.Any(turn => turn.Id == id && turn.Session is not null);
            yield return new(isNamed ? $"{id} {call.Session}" : null, $"{call.Session} {id}", call);
        }
    }

    /// <summary>A turn by the rows that close it: of what several tell, the last.</summary>
    private static RecountedCall CallOf(SourceFile file, Turn[] all, string? id)
    {
        Turn[] turns = [.. all.Where(turn => turn.Id == id)];
        return new RecountedCall
        {
            File = file.Path,
            TimeMs = file.ModifiedMs,
            Model = turns.SelectMany(turn => turn.Models).Select(model => model.Text("modelId")).LastOrDefault(model => model is not null),
            Session = turns.Select(turn => turn.Session).LastOrDefault(session => session is not null) ?? file.Stem,
            Tokens = turns.SelectMany(turn => turn.Usages).Select(StreamTokensOf).LastOrDefault(tokens => !tokens.IsZero),
        };
    }

    private static TokenCounts StreamTokensOf(JsonElement usage)
    {
        long input = usage.Loose("inputTokens"), output = usage.Loose("outputTokens"), reasoning = Math.Min(output, usage.Loose("reasoningTokens"));
        long read = usage.Loose("cacheReadTokens"), written = usage.Loose("cacheWriteTokens"), total = usage.Loose("totalTokens");
        bool isInside = total == input + output && total != input + output + read + written;
        return isInside ? RecountTokens.Inclusive(input, output, read, written, reasoning)
            : new TokenCounts(input, output - reasoning, read, written, 0, reasoning);
    }

    private sealed record Told(string? Key, string Turn, RecountedCall Call);

    private sealed record Turn(string? Id, string? Session, JsonElement[] Models, JsonElement[] Usages);
}
