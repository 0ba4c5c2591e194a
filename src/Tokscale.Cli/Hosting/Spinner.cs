namespace Tokscale.Cli.Hosting;

/// <summary>Shows on a terminal that work goes on, from the moment it lasts long enough to wonder.</summary>
internal sealed class Spinner : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string ClearLine = "\r\u001b[K";

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_frameTime = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _screen;
    private readonly Func<string> _text;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private int _frame;
    private bool _isDone;

    private Spinner(TextWriter screen, Func<string> text)
    {
        _screen = screen;
        _text = text;
        _timer = new Timer(_ => Draw(), null, s_patience, s_frameTime);
    }

    /// <summary>A spinner; null where none is wanted or nobody would see it.</summary>
    /// <param name="host">Where it is shown.</param>
    /// <param name="isWanted">The user did not switch it off.</param>
    /// <param name="text">How far the work is, asked for again and again.</param>
    public static Spinner? Start(CliHost host, bool isWanted, Func<string> text) =>
        isWanted && host.IsErrorTerminal && host.Variable("TERM") != "dumb" ? new Spinner(host.Error, text) : null;

    public void Dispose()
    {
        lock (_lock)
        {
            _isDone = true;
            if (_frame > 0) _screen.Write(ClearLine);
        }
        _timer.Dispose();
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_isDone) return;
            _screen.Write($"{ClearLine}{Frames[_frame++ % Frames.Length]} {_text()}");
        }
    }
}
