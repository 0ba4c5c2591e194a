using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Reads a session of the newer editor: one file has all that happened, the one beside it its facts.</summary>
internal sealed class KiroEditorSession(SourceFile file, UsageSink sink)
{
    private const string FactsFile = "session.json", Chosen = "auto";

    private KiroSessionFacts _facts = new() { ContextWindow = KiroSessionFacts.ContextWindowDefault };

    public void Read(FileReader reader)
    {
        // Facts that are missing or were cut off cost no more than themselves.
        string facts = Path.Join(Path.GetDirectoryName(file.Path), FactsFile);
        bool hasFacts = sink.DependOn(facts).IsFile;
        if (hasFacts && !TryReadSession(reader.ReadDocument(facts))) sink.Report(ProblemKind.MalformedFile, detail: FactsFile + " beside it");
        if (!_facts.Session.IsKnown) _facts.Session = sink.Name(file.FolderName);
        var parser = new KiroEditorMessages(sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        IReadOnlyList<KiroTurn> turns = parser.Finish();
        bool hasModel = _facts.Model.IsKnown && sink.NameOf(_facts.Model) != Chosen;
        for (int index = 0; index < turns.Count; index++)
        {
            KiroTurn turn = hasModel ? turns[index] with { Model = _facts.Model } : turns[index];
            _facts.Add("editor"u8, index, turn, file, sink);
        }
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
