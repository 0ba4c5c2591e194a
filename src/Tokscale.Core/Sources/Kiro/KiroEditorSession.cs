using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Reads a session of the newer editor: one file has its facts, the one beside it all that happened.</summary>
internal sealed class KiroEditorSession(SourceFile file, UsageSink sink)
{
    private KiroSessionFacts _facts = new() { ContextWindow = KiroSessionFacts.ContextWindowDefault };

    public void Read(FileReader reader)
    {
        // What was used stands in the other file: facts that were cut off cost no more than themselves.
        if (!TryReadSession(reader.ReadDocument(file))) sink.Report(ProblemKind.MalformedFile);
        if (!_facts.Session.IsKnown) _facts.Session = sink.Name(file.FolderName);
        string messages = Path.Join(Path.GetDirectoryName(file.Path), "messages.jsonl");
        if (sink.DependOn(messages).Kind != FileStatus.FileKind.Regular) return;
        var parser = new KiroEditorMessages();
        JsonLines.Read(reader.OpenLines(messages), parser, sink);
        IReadOnlyList<KiroTurn> turns = parser.Finish();
        for (int index = 0; index < turns.Count; index++) _facts.Add("editor"u8, index, turns[index], file, sink);
    }

    private bool TryReadSession(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("id"u8) || name.Is("sessionId"u8)) _facts.Session = sink.Name(json.ReadText().Utf8);
                else if (name.Is("modelId"u8)) _facts.Model = sink.Name(json.ReadText().Utf8);
                else if (name.Is("workspacePaths"u8)) ReadWorkspaces(ref json);
                else if (name.Is("updatedAt"u8)) _facts.UpdatedMs = json.ReadTime();
                else json.SkipValue();
            }
        }
        return json.IsAtEnd;
    }

    /// <summary>A session may have several folders; the first is the main one.</summary>
    private void ReadWorkspaces(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            string path = json.ReadText().ToString();
            if (!_facts.Project.IsKnown) _facts.Project = sink.Name(FileUri.ToPath(path));
        }
    }
}
