namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>What the place of a file below <c>agents</c> tells. A root may also be one agent's folder, or one above.</summary>
internal static class OpenClawPaths
{
    private const string SessionExtension = ".jsonl", ImportedFolder = "session-sqlite-import-archive";

    /// <summary>
    /// <c>AGENT/sessions/ID.jsonl</c>, also with what is put behind when a session is deleted, reset, compressed or backed up, and
    /// the folder where sessions go when they are moved to a database. Checkpoints copy a session.
    /// </summary>
    public static bool IsSession(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> name = NameOf(path);
        int extension = name.IndexOf(SessionExtension, StringComparison.OrdinalIgnoreCase);
        if (extension < 0 || name.Contains(".checkpoint.", StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> suffix = name[(extension + SessionExtension.Length)..];
        bool isSuffix = suffix.IsEmpty || suffix[0] is '.' or '-' or '~';
        bool isPlace = (IsBelow(path, "sessions") && !IsInnerHome(path)) || IsBelow(path, ImportedFolder);
        return isSuffix && !suffix.EndsWith(".lock", StringComparison.Ordinal) && isPlace;
    }

    /// <summary>A session in cold storage, which has a format of its own: see <see cref="OpenClawColdParser"/>.</summary>
    public static bool IsCold(ReadOnlySpan<char> path) => IsBelow(path, "sessions/cold");

    public static bool IsDatabase(ReadOnlySpan<char> path) => NameOf(path).SequenceEqual("openclaw-agent.sqlite");

    /// <summary>A rollout of the agent that runs inside, which keeps its home here.</summary>
    public static bool IsRollout(ReadOnlySpan<char> path) =>
        IsInnerHome(path)
        && NameOf(path).StartsWith("rollout-", StringComparison.Ordinal)
        && Shared.Rollouts.RolloutFile.IsLog(path);

    /// <summary>The name up to its extension; behind what the session belonged to when it was moved to a database.</summary>
    public static string SessionOf(SourceFile file)
    {
        string name = Path.GetFileName(file.Path);
        name = name[..name.IndexOf(SessionExtension, StringComparison.OrdinalIgnoreCase)];
        return IsBelow(file.RelativePath, ImportedFolder) ? name[(name.IndexOf('.') + 1)..] : name;
    }

    /// <summary>The folder below <c>agents</c>.</summary>
    public static string AgentOf(SourceFile file)
    {
        string[] parts = file.Path.Split('/', '\\');
        int agents = Array.LastIndexOf(parts, "agents", parts.Length - 2);
        return agents >= 0 ? parts[agents + 1] : "main";
    }

    /// <summary>One home an agent, or an older one for each of its profiles.</summary>
    private static bool IsInnerHome(ReadOnlySpan<char> path) => IsBelow(path, "codex-home") || IsBelow(path, "cli-auth/codex");

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>An agent may have a name that ends like the folder's.</summary>
    private static bool IsBelow(ReadOnlySpan<char> path, string folder) =>
        path.StartsWith(folder + "/", StringComparison.Ordinal) || path.Contains($"/{folder}/", StringComparison.Ordinal);
}
