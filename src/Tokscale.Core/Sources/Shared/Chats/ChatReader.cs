using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>Reads a chat, whichever way it is kept.</summary>
internal static class ChatReader
{
    /// <summary>Stands in every message that has counts; inside text the quotes would be escaped.</summary>
    private static readonly LineMarker s_marker = new("\"tokens\""u8);

    /// <param name="file">The chat.</param>
    /// <param name="reader">The worker's reader.</param>
    /// <param name="sink">Where rows go.</param>
    /// <param name="format">Who wrote it.</param>
    /// <param name="project">The project of the chat.</param>
    /// <param name="subagentName">What the agent is called if it is a sub-agent.</param>
    public static void Read(
        SourceFile file, FileReader reader, UsageSink sink, ChatFormat format, NameId project, string subagentName)
    {
        var parser = new ChatParser(file, sink, format);
        try
        {
            if (ChatPaths.IsDocument(file)) parser.ReadDocument(reader.ReadDocument(file));
            else JsonLines.Read(reader.OpenLines(file, s_marker), parser, sink);
        }
        finally
        {
            parser.Finish(project, ChatPaths.ParentSessionOf(file), subagentName);
        }
    }
}
