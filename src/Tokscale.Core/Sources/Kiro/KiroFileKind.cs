namespace Tokscale.Core.Sources.Kiro;

/// <summary>The forms of files that hold sessions.</summary>
internal enum KiroFileKind : byte
{
    None = 0,

    /// <summary><c>cli/ID.json</c>, with the messages in <c>ID.jsonl</c> beside it.</summary>
    CliSession,

    /// <summary><c>WORKSPACE/sess_ID/messages.jsonl</c>, with <c>session.json</c> beside it.</summary>
    EditorSession,

    /// <summary>What older editors kept: chats, executions and sessions of a workspace.</summary>
    Snapshot,
}
