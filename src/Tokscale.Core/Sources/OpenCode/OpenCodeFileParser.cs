using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>Reads one JSON file, which is one message. There are tens of thousands, so little is done for each.</summary>
internal sealed class OpenCodeFileParser(SourceFile file, FileReader reader, UsageSink sink)
{
    /// <summary>Up to as many messages with parts, looking at all of them costs little.</summary>
    private const int FewPartFolders = 1000;

    public void Read()
    {
        ReadOnlySpan<byte> text = reader.ReadDocument(file);
        AssistantMessage message = AssistantMessage.Read(text);
        if (!message.IsJson && !text.Trim(" \t\r\n"u8).IsEmpty) sink.Report(ProblemKind.MalformedFile);
        if (!message.IsValid || !message.Role.Is("assistant"u8)) return;
        OpenCodeStorage? storage = reader.FactsOfFolder(file, OpenCodeFolders.StorageOf);
        string? parts = storage is null ? null : FindParts(storage, message);
        // What follows reads further files into the buffer that the message lies in.
        bool isSessionAsked = message.Root.IsEmpty || message.Agent.IsEmpty && message.Mode.IsEmpty;
        if (parts is not null || isSessionAsked) message = AssistantMessage.Read(text.ToArray());
        MessageSession session = SessionOf(message, isSessionAsked ? storage : null);
        Add(message, session, parts);
    }

    private void Add(in AssistantMessage message, in MessageSession session, string? parts)
    {
        var rows = new MessageRows(OpenCodeMessages.Format, file, sink);
        ReadOnlySpan<byte> id = message.Id.IsEmpty ? System.Text.Encoding.UTF8.GetBytes(file.Stem) : message.Id.Utf8;
        UsageRow row = rows.Make(message, id, session, fallbackMs: null, number: null);
        if (parts is not null) rows.SumSteps(ref row, message, ReadSteps(parts));
        if (!row.Event.Tokens.IsZero) sink.Add(row);
    }

    /// <summary>The folder with the message's parts, where it may tell more steps than the message does.</summary>
    private string? FindParts(OpenCodeStorage storage, in AssistantMessage message)
    {
        if (storage.IsFirstVersion)
        {
            string folder = Path.Join(storage.Parts, file.FolderName, file.Stem);
            return FileStatus.Of(folder).Kind == FileStatus.FileKind.Folder ? folder : null;
        }
        IReadOnlySet<string> messagesWithParts = reader.NamesIn(storage.Parts);
        if (messagesWithParts.Count == 0) return null;
        bool isLookedAt = messagesWithParts.Count <= FewPartFolders || message.CreatedMs is null or < OpenCodeMessages.SeveralStepsBeforeMs;
        return isLookedAt && messagesWithParts.Contains(file.Stem) ? Path.Join(storage.Parts, file.Stem) : null;
    }

    private List<MessageTokens> ReadSteps(string folder)
    {
        sink.DependOn(folder);
        var steps = new List<MessageTokens>();
        string[] paths = Directory.GetFiles(folder, "*.json");
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (!FileStatus.Of(path).IsFile) continue;
            if (OpenCodeStep.TryRead(reader.ReadDocument(path), out MessageTokens tokens)) steps.Add(tokens);
        }
        return steps;
    }

    private MessageSession SessionOf(in AssistantMessage message, OpenCodeStorage? storage)
    {
        NameId name = message.SessionId.IsEmpty ? sink.Name(file.FolderName) : sink.Name(message.SessionId.Utf8);
        var session = new MessageSession(name, default, false);
        if (storage is null) return session;
        string id = message.SessionId.IsEmpty ? file.FolderName : message.SessionId.ToString();
        foreach (string folder in SessionFoldersOf(storage))
        {
            string path = Path.Join(folder, id + ".json");
            if (!FileStatus.Of(path).IsFile) continue;
            sink.DependOn(path);
            return ReadSession(path, session);
        }
        return session;
    }

    private IEnumerable<string> SessionFoldersOf(OpenCodeStorage storage)
    {
        if (storage.IsFirstVersion) return [Path.Join(storage.Path, "info")];
        string sessions = Path.Join(storage.Path, "session");
        return reader.NamesIn(sessions).Order(StringComparer.Ordinal).Select(project => Path.Join(sessions, project));
    }

    private MessageSession ReadSession(string path, MessageSession session)
    {
        var json = new JsonCursor(reader.ReadDocument(path));
        if (!json.TryBeginObject()) return session;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("directory"u8)) session = session with { Project = sink.Name(json.ReadText().Utf8) };
            else if (name.Is("parentID"u8)) session = session with { IsChild = !json.ReadText().IsEmpty };
            else json.SkipValue();
        }
        return session;
    }
}
