using System.Text;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Tells files by their place.</summary>
internal static class KiroFiles
{
    public const string WorkspaceSessions = "workspace-sessions/";

    public static KiroFileKind KindOf(ReadOnlySpan<char> relativePath)
    {
        int depth = relativePath.Count('/');
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        if (relativePath.Contains("/sess_", StringComparison.Ordinal))
        {
            return name.SequenceEqual("messages.jsonl") ? KiroFileKind.EditorSession : KiroFileKind.None;
        }
        bool isJson = name.EndsWith(".json", StringComparison.Ordinal);
        if (depth == 1 && isJson && relativePath.StartsWith("cli/", StringComparison.Ordinal)) return KiroFileKind.CliSession;
        bool isChat = name.EndsWith(".chat", StringComparison.Ordinal);
        bool isExecution = depth > 0 && !name.Contains('.');
        bool isSession = isJson && relativePath.StartsWith(WorkspaceSessions, StringComparison.Ordinal) && !name.SequenceEqual("sessions.json");
        return isChat || isExecution || isSession ? KiroFileKind.Snapshot : KiroFileKind.None;
    }

    /// <summary>
    /// The folder of a workspace whose sessions lie in a folder named by its path in base64 (its <c>=</c> written as <c>_</c>);
    /// null when the name is no such path.
    /// </summary>
    public static string? WorkspaceOf(string relativePath)
    {
        if (!relativePath.StartsWith(WorkspaceSessions, StringComparison.Ordinal)) return null;
        string encoded = relativePath[WorkspaceSessions.Length..].Split('/')[0].TrimEnd('_', '=').Replace('-', '+').Replace('_', '/');
        byte[] decoded = new byte[encoded.Length];
        string padded = encoded.PadRight((encoded.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(padded, decoded, out int length) || length == 0) return null;
        string path = Encoding.UTF8.GetString(decoded, 0, length);
        return path.Contains('/') || path.Contains('\\') ? path : null;
    }
}
