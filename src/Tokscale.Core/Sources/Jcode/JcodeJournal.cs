using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>Reads what was added to a session since its snapshot; a row may change the model before its messages.</summary>
internal sealed class JcodeJournal(SourceFile file, UsageSink sink, JcodeContext context) : ILineParser
{
    private readonly List<JcodeMessage> _messages = [];

    public LineOutcome ReadLine(LogLine line)
    {
        _messages.Clear();
        var json = new JsonCursor(line.Bytes);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("meta"u8)) ReadMeta(ref json);
            else if (name.Is("append_messages"u8)) ReadMessages(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        foreach (JcodeMessage message in _messages) message.AddTo(sink, file, context, rank: line.Number, line.Number);
        return _messages.Count > 0 ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    private void ReadMeta(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!context.TryRead(name, ref json, sink)) json.SkipValue();
        }
    }

    private void ReadMessages(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (JcodeMessage.TryRead(ref json, sink, out JcodeMessage message)) _messages.Add(message);
        }
    }
}
