using System.Runtime.InteropServices;

namespace Tokscale.Terminal;

/// <summary>The size of the terminal that standard output goes to.</summary>
public static partial class TerminalSize
{
    private const int UsualWidth = 80;
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ of Linux

    /// <summary>
    /// Cells of a line; 80 when the terminal does not tell. On Linux it is asked directly: .NET's own property switches the
    /// terminal's keypad mode, which writes escape codes into the output.
    /// </summary>
    public static int Width()
    {
        if (OperatingSystem.IsLinux())
            return Ioctl(StandardOutput, GetWindowSize, out WindowSize size) == 0 && size.Columns > 0 ? size.Columns : UsualWidth;
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort WidthPixels;
        public ushort HeightPixels;
    }
}
