using System.Text;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>
/// Reads what older editors kept. An execution and a chat may hold the same conversation under one id; the execution has more
/// of it.
/// </summary>
internal static class KiroSnapshotParser
{
    private const int ExecutionRank = 2, ChatRank = 1;

    public static void Read(ReadOnlySpan<byte> document, SourceFile file, UsageSink sink)
    {
        KiroSnapshot snapshot = KiroSnapshot.Read(document);
        if (!snapshot.IsJson)
        {
            // Only what looks like JSON was meant to be: other files lie here too.
            if (document.TrimStart(" \t\r\n"u8).StartsWith("{"u8)) sink.Report(ProblemKind.MalformedFile);
            return;
        }
        // A list of executions, and a session whose answers are in executions, repeat what is counted from those.
        if (snapshot.IsIndex || snapshot.IsOnlyReferences) return;
        var usage = new UsageEvent
        {
            TimestampMs = snapshot.EndMs ?? snapshot.StartMs ?? file.ModifiedMs,
            Model = ModelOf(snapshot, sink),
            Provider = sink.Name("amazon-bedrock"u8),
            Session = SessionOf(snapshot, file, sink),
            Project = sink.Name(snapshot.Workspace.IsEmpty ? KiroFiles.WorkspaceOf(file.RelativePath) : snapshot.Workspace.ToString()),
        };
        var turn = new KiroTurn { PromptCharacters = snapshot.PromptCharacters, AnswerCharacters = snapshot.AnswerCharacters };
        turn.SetCounts(KiroSessionFacts.ContextWindowDefault, ref usage);
        ReadOnlySpan<byte> id = snapshot.ExecutionId.IsEmpty ? Encoding.UTF8.GetBytes(sink.NameOf(usage.Session)!) : snapshot.ExecutionId.Utf8;
        sink.Add(new UsageRow
        {
            Key = RowKey.Of(snapshot.ExecutionId.IsEmpty ? "session"u8 : "execution"u8, id),
            Rank = snapshot.HasActions ? ExecutionRank : ChatRank,
            Event = usage,
        });
    }

    private static NameId ModelOf(in KiroSnapshot snapshot, UsageSink sink)
    {
        // The program's names for itself stand where a model is chosen for the user.
        bool isNamed = !snapshot.Model.IsEmpty && !snapshot.Model.Is("agent"u8) && !snapshot.Model.Is("qdev"u8);
        return sink.Name(isNamed ? snapshot.Model.Utf8 : "auto"u8);
    }

    private static NameId SessionOf(in KiroSnapshot snapshot, SourceFile file, UsageSink sink)
    {
        if (!snapshot.SessionId.IsEmpty) return sink.Name(snapshot.SessionId.Utf8);
        return snapshot.WorkflowId.IsEmpty ? sink.Name(file.Stem) : sink.Name(snapshot.WorkflowId.Utf8);
    }
}
