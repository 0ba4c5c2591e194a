using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>What this agent's entries have beside those of their family.</summary>
internal static class OpenClawEntries
{
    /// <summary>Entries that only put a text on record, with counts of a call elsewhere or none.</summary>
    public static bool IsBookkeeping(in EntryLine entry) =>
        entry.Api.Is("openclaw-transcript"u8)
        || IsTurnOfProgram(entry)
        || entry.MessageProvider.Is("openclaw"u8)
        && (entry.MessageModel.Is("delivery-mirror"u8) || entry.MessageModel.Is("gateway-injected"u8));

    /// <summary>A turn that another program took, which logs its calls itself; custom programs may not.</summary>
    private static bool IsTurnOfProgram(in EntryLine entry) =>
        entry.Api.Is("cli"u8)
        && (entry.MessageProvider.Is("claude-cli"u8)
            || entry.MessageProvider.Is("codex-cli"u8)
            || entry.MessageProvider.Is("google-gemini-cli"u8));

    /// <summary>The thread of the rollout that an entry repeats, as a link; 0 when it repeats none.</summary>
    public static ulong LinkOfRollout(in EntryLine entry)
    {
        ReadOnlySpan<byte> key = entry.IdempotencyKey.Utf8;
        bool isMirror = key.StartsWith("codex-app-server:"u8) && key.EndsWith(":assistant"u8) && key.Count((byte)':') == 3;
        if (!isMirror) return 0;
        ReadOnlySpan<byte> thread = key["codex-app-server:"u8.Length..];
        return EntryFlags.LinkOf(thread[..thread.IndexOf((byte)':')]);
    }
}
