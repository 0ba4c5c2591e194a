using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.EditorTasks;

namespace Tokscale.Core.Sources.Cline;

/// <summary>Second reader of Cline's tasks and of the sessions of its newer store.</summary>
internal sealed class ClineRecount : IRecount
{
    private const string SessionEnd = ".messages.json";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        IEnumerable<SourceFile> tasks = input.Files.Where(file => Path.GetFileName(file.Path) == "ui_messages.json");
        IEnumerable<SourceFile> sessions = input.Files.Where(file => file.Path.EndsWith(SessionEnd, StringComparison.Ordinal));
        List<(string? Key, RecountedCall Call)> messages = [.. sessions.SelectMany(MessagesIn)];
        HashSet<string?> known = [.. messages.Where(message => message.Call.IsUsage).Select(message => message.Call.Session)];
        bool IsElsewhere(SourceFile task, int index) => known.Contains(task.FolderName) && IsWrittenBack(task, index);
        return new EditorTaskRecount(isDisjoint: true, isElsewhere: IsElsewhere).Count(tasks).Concat(RecountCopies.First(messages));
    }

    private static bool IsWrittenBack(SourceFile task, int index)
    {
        JsonElement state = RecountJson.OfFile(Path.Join(Path.GetDirectoryName(task.Path), "sdk_writeback.json"));
        return state.Member("baseUiMessageCount").LooseOrNull() <= index && state.Member("writtenUiMessageCount").LooseOrNull() > index;
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> MessagesIn(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        JsonElement manifest = RecountJson.OfFile(Path.Join(Path.GetDirectoryName(file.Path), file.FolderName + ".json"));
        string session = manifest.Text("session_id") ?? document.Text("sessionId") ?? file.FolderName;
        foreach (JsonElement message in document.Member("messages").Items())
        {
            JsonElement metrics = message.Member("metrics");
            if (!message.Member("role").Is("assistant") || !metrics.IsObject()) continue;
            string? id = message.Text("id");
            yield return (id, new()
            {
                File = file.Path,
                TimeMs = message.Time("ts") ?? manifest.Time("started_at") ?? file.ModifiedMs,
                Model = message.Member("modelInfo").Text("id") ?? manifest.Text("model"),
                Session = session,
                CostUsd = metrics.Member("cost").Money(),
                Tokens = RecountTokens.Inclusive(
                    metrics.Loose("inputTokens"), metrics.Loose("outputTokens"), metrics.Loose("cacheReadTokens"),
                        metrics.Loose("cacheWriteTokens")),
            });
        }
    }
}
