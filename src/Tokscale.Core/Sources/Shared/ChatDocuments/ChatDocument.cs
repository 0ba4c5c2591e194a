using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>A chat kept as one array of messages: <c>…/projects/PROJECT/chats/CHAT/chat-messages.json</c>.</summary>
internal sealed class ChatDocument
{
    private ChatDocument(ChatDocumentPlace place) => Place = place;

    /// <summary>Where it lies, which names channel, project and chat.</summary>
    public ChatDocumentPlace Place { get; }

    public List<ChatDocumentMessage> Messages { get; } = [];

    /// <summary>The kind of the first agent of the free edition; null when none led the chat.</summary>
    public FreeAgent? FreeAgent { get; private set; }

    /// <summary>Reads a chat. A cut one gives the messages before the cut, and is reported.</summary>
    public static ChatDocument Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var chat = new ChatDocument(new ChatDocumentPlace(file));
        bool namesAgent = false;
        var json = new JsonCursor(reader.ReadDocument(file));
        bool isArray = json.TryBeginArray();
        while (isArray && json.TryMoveToElement())
        {
            ChatDocumentRecord record = ChatDocumentRecord.Read(ref json);
            if (json.HasFailed) break;
            chat.Messages.Add(record.ToMessage(sink));
            namesAgent |= !record.AgentType.IsEmpty;
            chat.FreeAgent ??= FreeAgent.Of(record.AgentType.ToString());
        }
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!namesAgent) chat.FreeAgent = ReadStateBeside(file, reader, sink);
        return chat;
    }

    /// <summary>The state of a chat whose messages hold none; newer programs keep it in a file of its own.</summary>
    private static FreeAgent? ReadStateBeside(SourceFile file, FileReader reader, UsageSink sink)
    {
        string path = Path.Join(Path.GetDirectoryName(file.Path), "run-state.json");
        if (!sink.DependOn(path).IsFile) return null;
        var json = new JsonCursor(reader.ReadDocument(path));
        ChatDocumentRecord record = ChatDocumentRecord.ReadState(ref json);
        return json.IsAtEnd ? FreeAgent.Of(record.AgentType.ToString()) : null;
    }

    /// <summary>Adds an answer; what it lacks comes from the chat.</summary>
    public void AddRow(in ChatDocumentMessage message, UsageEvent usage, UsageSink sink)
    {
        NameId session = sink.Name(Place.Session);
        long? timestampMs = message.TimestampMs ?? Place.StartedMs;
        bool isAdded = sink.Add(new UsageRow
        {
            Key = message.Id == 0 ? 0 : RowKey.Join(RowKey.Of(Place.Session), message.Id),
            Event = usage with
            {
                TimestampMs = timestampMs ?? Place.ModifiedMs,
                Session = session,
                Project = sink.Name(Place.Project),
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated);
    }
}
