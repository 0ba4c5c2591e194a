using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>Reads the list of all tasks, the only place that tells their folders.</summary>
internal static class ClineTaskHistory
{
    public static void Read(ReadOnlySpan<byte> document, UsageSink sink)
    {
        var json = new JsonCursor(document);
        bool isArray = json.TryBeginArray();
        while (isArray && json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            NameId task = default, folder = default;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("id"u8)) task = sink.Name(json.ReadText().Utf8);
                else if (name.Is("cwdOnTaskInitialization"u8)) folder = sink.Name(json.ReadText().Utf8);
                else json.SkipValue();
            }
            SessionNoteRule.AddNote(sink, task, folder);
        }
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
    }
}
