using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Sample;

/// <summary>A temporary home with example logs, the same on every machine. The real parsers read it; it goes with this object.</summary>
internal sealed class SampleHome : IDisposable
{
    private readonly string _folder;

    private SampleHome(string folder, DateTimeOffset now)
    {
        _folder = folder;
        Home = HomeDirectory.At(folder);
        Clock = new SampleClock(now);
    }

    public HomeDirectory Home { get; }

    /// <summary>Stands still on the last day of the example, so that <c>--today</c> shows something on any day.</summary>
    public TimeProvider Clock { get; }

    /// <exception cref="UserError">There is no place for temporary files.</exception>
    public static SampleHome Lay()
    {
        SampleScript script = SampleScript.Load();
        string folder = MakeFolder();
        UnfinishedFiles.Guard(folder);
        var home = new SampleHome(folder, script.Now);
        for (int index = 0; index < script.Sessions.Count; index++) home.Write(script.Sessions[index], new SampleNumbers(index));
        return home;
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        UnfinishedFiles.Release(_folder);
    }

    private static string MakeFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("tokscale-sample-").FullName;
        }
        catch (IOException error)
        {
            throw new UserError($"the example logs need a folder for temporary files: {error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserError($"the example logs need a folder for temporary files: {error.Message}");
        }
    }

    private void Write(SampleSession session, SampleNumbers numbers)
    {
        SampleAgent agent = session.Agent;
        bool hasFileForEachCall = agent.File.Contains("{id}", StringComparison.Ordinal);
        string text = session.Fill(agent.Head, numbers);
        for (int call = 0; call < session.CallCount; call++)
        {
            numbers.Next();
            text += session.Fill(agent.Call, numbers);
            if (hasFileForEachCall)
            {
                WriteFile(session.Fill(agent.File, numbers), text, session.Start);
                text = "";
            }
            else if (call < session.CallCount - 1)
            {
                text += agent.Between;
            }
        }
        if (!hasFileForEachCall) WriteFile(session.Fill(agent.File, numbers), text + session.Fill(agent.Tail, numbers), session.Start);
        if (agent.Beside is { } beside) WriteFile(session.Fill(beside.File, numbers), session.Fill(beside.Text, numbers), session.Start);
    }

    private void WriteFile(string relativePath, string text, DateTimeOffset time)
    {
        string path = Path.Join(_folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time.UtcDateTime);
    }

    private sealed class SampleClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
