using System.Text;

namespace Tokscale.Cli.Hosting;

/// <summary>Asks for a secret on the terminal.</summary>
internal static class SecretPrompt
{
    private const int LengthMax = 16 << 10;

    /// <summary>Takes back the keypad mode that .NET switches on when it reads keys.</summary>
    private const string LeaveKeypadMode = "\u001b[?1l\u001b>";

    private const ConsoleKey ClearLine = ConsoleKey.U, EndOfInput = ConsoleKey.D;

    /// <summary>What is typed or pasted up to the end of the line, without showing it; null when the user gives up.</summary>
    public static string? Ask(TextWriter screen, string question)
    {
        screen.Write(question);
        var typed = new StringBuilder();
        bool isDone = false;
        while (!isDone && typed.Length < LengthMax)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            bool isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            isDone = key.Key is ConsoleKey.Enter || key.KeyChar is '\n' or '\r' || (isControl && key.Key is EndOfInput);
            if (isControl && key.Key is ClearLine) typed.Clear();
            else if (key.Key is ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        screen.WriteLine(HasKeypadMode() ? LeaveKeypadMode : "");
        return typed.Length > 0 ? typed.ToString() : null;
    }

    private static bool HasKeypadMode() => !Console.IsErrorRedirected && !OperatingSystem.IsWindows()
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
