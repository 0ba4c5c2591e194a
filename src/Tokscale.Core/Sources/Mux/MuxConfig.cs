using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Reads which project each workspace belongs to: <c>{"projects":[[path,{"workspaces":[{"id":…}]}]]}</c>.</summary>
internal static class MuxConfig
{
    public static void Read(ReadOnlySpan<byte> document, UsageSink sink)
    {
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (!name.Is("projects"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) ReadProject(ref json, sink);
            }
        }
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
    }

    private static void ReadProject(ref JsonCursor json, UsageSink sink)
    {
        NameId project = default;
        if (!json.TryBeginArray()) return;
        for (int index = 0; json.TryMoveToElement(); index++)
        {
            if (index == 0) project = sink.Name(json.ReadText().Utf8);
            else if (json.TryBeginObject())
            {
                while (json.TryMoveTo("workspaces"u8)) ReadWorkspaces(ref json, project, sink);
            }
        }
    }

    private static void ReadWorkspaces(ref JsonCursor json, NameId project, UsageSink sink)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("id"u8)) SessionNoteRule.AddNote(sink, sink.Name(json.ReadText().Utf8), project);
        }
    }
}
