using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Scanning;

/// <summary>A log that is read in two parts, as it grows, says what it says when read at once.</summary>
public class GrownLogTests
{
    /// <summary>Only logs that changed lately are expected to grow.</summary>
    private static readonly DateTime s_time = DateTime.UtcNow.AddHours(-1);

    public static TheoryData<string> FixtureNames() => new(Fixture.Names());

    [Theory, MemberData(nameof(FixtureNames))]
    public void Logs_cut_at_any_line_and_continued_give_the_same_calls(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        UsageSource source = SourceRegistry.Find(fixture.Source)!;
        SourceFile[] logs = [.. FileFinder.Find(source, HomeDirectory.At(fixture.Home), []).Files.Where(file => file.Path.EndsWith(".jsonl"))];
        byte[][] contents = [.. logs.Select(log => File.ReadAllBytes(log.Path))];
        for (int index = 0; index < logs.Length; index++) Write(logs[index].Path, contents[index]);
        string[] whole = Calls(fixture.Home, source, null);
        int lineCountMax = contents.Select(content => content.Count(value => value == '\n')).DefaultIfEmpty().Max();
        for (int lineCount = 1; lineCount < lineCountMax; lineCount++)
        {
            using var caches = new TemporaryFolder();
            for (int index = 0; index < logs.Length; index++)
            {
                Write(logs[index].Path, contents[index].AsSpan(0, EndOfLine(contents[index], lineCount)));
            }
            Calls(fixture.Home, source, caches.Path);
            for (int index = 0; index < logs.Length; index++) Write(logs[index].Path, contents[index]);
            Assert.Equal(whole, Calls(fixture.Home, source, caches.Path));
        }
    }

    /// <summary>Offset behind that many lines; the whole length when there are fewer.</summary>
    private static int EndOfLine(byte[] content, int lineCount)
    {
        int end = 0;
        for (int line = 0; line < lineCount; line++)
        {
            int next = content.AsSpan(end).IndexOf((byte)'\n');
            if (next < 0) return content.Length;
            end += next + 1;
        }
        return end;
    }

    /// <summary>Keeps the file's identity and time.</summary>
    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        using (FileStream file = File.OpenWrite(path))
        {
            file.Write(content);
            file.SetLength(content.Length);
        }
        File.SetLastWriteTimeUtc(path, s_time);
    }

    private static string[] Calls(string home, UsageSource source, string? cacheFolder)
    {
        ScanResult scan = UsageScan.Run(new ScanRequest(HomeDirectory.At(home), [source]) { CacheFolder = cacheFolder });
        return
        [
            $"{scan.Sources[0].DuplicatesDropped} copies",
            .. scan.Sources[0].Events.Select(usage =>
                $"{usage.TimestampMs} {usage.Tokens} {usage.Class} {scan.Names[usage.Model]} {scan.Names[usage.Provider]} "
                + $"{scan.Names[usage.Session]} {scan.Names[usage.Project]} {scan.Names[usage.Agent]}"),
        ];
    }
}
