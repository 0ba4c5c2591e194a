using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>Reads which folder each session worked in.</summary>
internal sealed class JunieIndex(UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText session = default, project = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("projectDir"u8)) project = json.ReadText();
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        SessionNoteRule.AddNote(sink, sink.Name(session.Utf8), sink.Name(project.Utf8));
        return LineOutcome.NoUsage;
    }
}
