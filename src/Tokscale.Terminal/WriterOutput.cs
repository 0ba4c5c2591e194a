using System.Text;
using Spectre.Console;

namespace Tokscale.Terminal;

/// <summary>
/// Output to a writer. The library's own class looks at the program's console, which makes .NET set the terminal up for
/// reading keys and write escape codes into the output.
/// </summary>
internal sealed class WriterOutput(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => int.MaxValue / 2;

    public int Height => int.MaxValue / 2;

    public void SetEncoding(Encoding encoding)
    {
        // The writer has its own.
    }
}
