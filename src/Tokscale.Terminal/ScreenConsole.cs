using Spectre.Console;

namespace Tokscale.Terminal;

/// <summary>Makes consoles that write to a given place and ask the machine nothing.</summary>
internal static class ScreenConsole
{
    public static IAnsiConsole Create(TextWriter output, ScreenStyle style)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            // Without ANSI the library would set colours on the process's own terminal, wherever this console writes to.
            Ansi = AnsiSupport.Yes,
            ColorSystem = style.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new WriterOutput(output),
        });
        console.Profile.Capabilities.Unicode = style.HasUnicode;
        return console;
    }
}
