using Tokscale.Core.Json;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>Reads the document of a session: its messages up to the last time it was saved whole.</summary>
internal sealed class JcodeSnapshot(SourceFile file, UsageSink sink)
{
    private readonly JcodeContext _context = new();
    private readonly List<JcodeMessage> _messages = [];

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("messages"u8)) ReadMessages(ref json);
                else if (!_context.TryRead(name, ref json, sink)) json.SkipValue();
            }
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!_context.Session.IsKnown) _context.Session = sink.Name(file.Stem);
        foreach (JcodeMessage message in _messages) message.AddTo(sink, file, _context, rank: 0, line: null);
    }

    private void ReadMessages(ref JsonCursor json)
    {
        _messages.Clear();
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (JcodeMessage.TryRead(ref json, sink, out JcodeMessage message)) _messages.Add(message);
        }
    }
}
