using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>One call as a trace tells it, whichever way the trace was exported.</summary>
internal struct ChatSpan
{
    /// <summary>Identity of the span; 0 for one without an id, which is one of a kind.</summary>
    public UInt128 Key;

    /// <summary>Ids of the chat's session and of the conversation; empty when not told.</summary>
    public string Chat, Conversation;

    public NameId RequestModel, ResponseModel, Agent;

    /// <summary>Empty or <c>github</c>: the call is on Copilot's bill; else whose key was used.</summary>
    public string Provider;

    public long? StartMs, EndMs;
    public TokenCounts Tokens;

    /// <summary>Adds the call.</summary>
    /// <returns>False when the span has no usage.</returns>
    public readonly bool AddTo(UsageSink sink, SourceFile file, long number)
    {
        NameId model = ResponseModel.IsKnown ? ResponseModel : RequestModel;
        bool isAdded = sink.Add(new UsageRow
        {
            Key = Key,
            Link = ChatCopies.LinkOf(Chat),
            OtherLink = ChatCopies.LinkOf(Conversation),
            Flags = ChatCopies.TraceFlag,
            Event = new UsageEvent
            {
                TimestampMs = StartMs ?? EndMs ?? file.ModifiedMs,
                Tokens = Tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = sink.Name(Provider is "" or "github" ? "github-copilot" : Provider),
                Session = sink.Name(Chat.Length > 0 ? Chat : Conversation),
                Agent = Agent,
                DurationMs = (int)Math.Clamp((EndMs - StartMs) ?? 0, 0, int.MaxValue),
                Messages = 1,
            },
        });
        if (isAdded && StartMs is null && EndMs is null) sink.Report(ProblemKind.Undated, number);
        return isAdded;
    }
}
