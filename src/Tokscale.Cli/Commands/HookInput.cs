using System.Text.Json;

namespace Tokscale.Cli.Commands;

/// <summary>What an agent tells its status line on standard input. All of it may be missing.</summary>
/// <param name="SessionId">The session in front of the user.</param>
/// <param name="ModelName">The model as the agent calls it.</param>
/// <param name="ContextShare">Percent of the context window in use.</param>
/// <param name="ContextTokens">Tokens in it.</param>
internal sealed record HookInput(string? SessionId, string? ModelName, double? ContextShare, long? ContextTokens)
{
    /// <summary>A hook sends a few hundred bytes.</summary>
    private const int UsualBytes = 16 << 10;

    /// <summary>More than this is a mistake and not read.</summary>
    private const int BytesMax = 1 << 20;

    private static readonly HookInput s_nothing = new(null, null, null, null);

    /// <summary>Reads the whole input. Nothing, or no JSON, is no input.</summary>
    /// <param name="input">Null when there is none, such as a terminal.</param>
    public static HookInput Read(Stream? input)
    {
        if (input is null) return s_nothing;
        byte[] buffer = new byte[UsualBytes];
        int length = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length == buffer.Length)
        {
            Array.Resize(ref buffer, BytesMax);
            length += input.ReadAtLeast(buffer.AsSpan(length), BytesMax - length, throwOnEndOfStream: false);
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.ValueKind is JsonValueKind.Object ? Of(document.RootElement) : s_nothing;
        }
        catch (JsonException)
        {
            return s_nothing; // The line shows what needs no input.
        }
        catch (InvalidOperationException)
        {
            return s_nothing; // Half of a surrogate pair in a string.
        }
    }

    private static HookInput Of(JsonElement root) => new(
        Text(root, "session_id"),
        Object(root, "model") is { } model ? Text(model, "display_name") ?? Text(model, "id") : null,
        Object(root, "context_window") is { } window ? ShareOf(window) : null,
        Object(root, "context_window") is { } context && Object(context, "current_usage") is { } usage ? ContextTokensOf(usage) : null);

    /// <summary>The share as stated, else of what is used in what there is room for.</summary>
    private static double? ShareOf(JsonElement window)
    {
        double? share = Number(window, "used_percentage");
        if (share is null && Number(window, "context_window_size") is > 0 and var size && Object(window, "current_usage") is { } usage)
            share = ContextTokensOf(usage) / size * 100;
        return share is { } known ? Math.Clamp(known, 0, 100) : null;
    }

    /// <summary>What the model had to read for its last answer fills the window.</summary>
    private static long? ContextTokensOf(JsonElement usage)
    {
        string[] classes = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
        double tokens = classes.Sum(name => Number(usage, name) ?? 0);
        return tokens is > 0 and < long.MaxValue ? (long)tokens : null;
    }

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement child) && child.ValueKind is JsonValueKind.Object ? child : null;

    private static double? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement child) && child.ValueKind is JsonValueKind.Number ? child.GetDouble() : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement child) && child.ValueKind is JsonValueKind.String ? child.GetString() : null;
}
