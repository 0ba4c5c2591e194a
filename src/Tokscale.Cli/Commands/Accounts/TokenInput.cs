using System.CommandLine;
using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Gets a token from where the user has it: a file, standard input, the keyboard. Nothing of it is ever shown.</summary>
internal static class TokenInput
{
    /// <summary>Much longer than any token.</summary>
    private const int BytesMax = 64 << 10;

    /// <summary>The text that was given.</summary>
    /// <exception cref="UserError">There is none, or it cannot be read.</exception>
    public static string Read(CommandContext context, Option<string?> token, Option<string?> tokenFile, string service)
    {
        string? path = context.ValueOf(tokenFile);
        if (context.ValueOf(token) is { } value)
        {
            if (path is not null) throw UserError.InOption($"{token.Name} and {tokenFile.Name} cannot be used together; choose one.");
            context.Host.Say(
                $"warning: the shell's history may keep the token; {tokenFile.Name} or standard input do not show it to others.");
            return value;
        }
        if (path is not null and not "-") return ReadFile(tokenFile, path);
        if (context.Host.Input is { } input) return FirstLine(input);
        if (context.Host.AskSecret is { } ask && path is null)
            return ask($"Token of {service} (it is not shown): ") ?? throw new UserError("no token was given, so nothing is changed.");
        throw UserError.InOption($"there is no token on standard input; pipe it in, or name a file with {tokenFile.Name}.");
    }

    private static string ReadFile(Option<string?> option, string path)
    {
        try
        {
            // No size is asked for: the file may be a pipe, as shells make for <(command).
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return FirstLine(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw UserError.InOption($"{option.Name} '{path}' could not be read: {error.Message}");
        }
    }

    private static string FirstLine(Stream input)
    {
        byte[] buffer = new byte[BytesMax];
        int length = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        string text = Encoding.UTF8.GetString(buffer, 0, length);
        return text.Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? throw new UserError("the token is empty, so nothing is changed.");
    }
}
