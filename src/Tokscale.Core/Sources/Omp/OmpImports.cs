using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.Omp;

/// <summary>A conversation of another agent that was taken over keeps the counts of its calls, which that agent's own log tells.</summary>
internal static class OmpImports
{
    /// <summary>Own entries have ids of eight digits; those of an import begin with the agent that they are from.</summary>
    public static bool IsImported(in EntryLine entry) => entry.Id.Utf8.StartsWith("claude-"u8) || entry.Id.Utf8.StartsWith("codex-"u8);
}
