using System.Text;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>What the path of a chat tells: <c>CHANNEL/projects/PROJECT/chats/CHAT/chat-messages.json</c>.</summary>
internal sealed class ChatDocumentPlace
{
    public ChatDocumentPlace(SourceFile file)
    {
        string? chat = Path.GetDirectoryName(file.Path);
        string? project = Path.GetDirectoryName(Path.GetDirectoryName(chat));
        ChannelFolder = Path.GetDirectoryName(Path.GetDirectoryName(project)) ?? string.Empty;
        Project = Path.GetFileName(project) ?? string.Empty;
        Chat = Path.GetFileName(chat) ?? string.Empty;
        Session = $"{Path.GetFileName(ChannelFolder)}/{Project}/{Chat}";
        ModifiedMs = file.ModifiedMs;
    }

    /// <summary>Holds the channel's settings.</summary>
    public string ChannelFolder { get; }

    public string Project { get; }

    public string Chat { get; }

    public string Session { get; }

    /// <summary>Chats are named after the moment they began, with dashes for colons; null when this one is not.</summary>
    public long? StartedMs
    {
        get
        {
            const int HourEnd = 13, MinuteEnd = 16;
            byte[] time = Encoding.UTF8.GetBytes(Chat);
            if (time.Length <= MinuteEnd || time[HourEnd] != '-' || time[MinuteEnd] != '-') return null;
            time[HourEnd] = time[MinuteEnd] = (byte)':';
            return LogTime.Parse(time);
        }
    }

    public long ModifiedMs { get; }

    /// <summary>Says whether a path below a channel is a chat.</summary>
    public static bool IsChat(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/chat-messages.json", StringComparison.Ordinal);

    /// <summary>Says whether a folder below a channel leads to chats.</summary>
    public static bool LeadsToChats(ReadOnlySpan<char> relativeFolder)
    {
        const int ChatDepth = 4;
        Span<Range> parts = stackalloc Range[ChatDepth + 1];
        int depth = relativeFolder.Split(parts, '/');
        if (depth > ChatDepth || !relativeFolder[parts[0]].SequenceEqual("projects")) return false;
        return depth < 3 || relativeFolder[parts[2]].SequenceEqual("chats");
    }
}
