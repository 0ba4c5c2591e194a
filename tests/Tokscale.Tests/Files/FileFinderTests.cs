using System.Diagnostics;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Files;

public sealed class FileFinderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tokscale-finder-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Files_are_found_at_any_depth_by_path()
    {
        Write("logs/b.log");
        Write("logs/a/deep/er/c.log");
        Write("logs/a.txt");
        Write("logs/.hidden/d.log");
        Assert.Equal([".hidden/d.log", "a/deep/er/c.log", "b.log"], Find());
    }

    [Fact]
    public void Files_come_by_path_however_names_and_separators_sort_and_however_many_threads_search()
    {
        string[] names = ["a", "a-b", "a.b", "a b", "ab", "a0", "b", "ä", "\U0001F600", "\uFB01"];
        string[] expected =
        [
            .. names.Select(name => $"{name}.log"),
            .. names.SelectMany(outer => names.SelectMany(inner => (string[])[$"{outer}/{inner}.log", $"{outer}/{inner}/{outer}.log"])),
        ];
        foreach (string path in expected) Write($"logs/{path}");
        Array.Sort(expected, StringComparer.Ordinal);
        var source = new LogSource([new(RootPlace.Home, "logs")]);
        foreach (int workerCount in (int[])[1, 2, 5])
        {
            FoundFiles found = FileFinder.Find(source, HomeDirectory.At(_home), [], workerCount: workerCount);
            Assert.Equal(expected, found.Files.Select(file => file.RelativePath));
            Assert.Equal(expected.Select(path => InHome($"logs/{path}")), found.Files.Select(file => file.Path));
        }
    }

    [Fact]
    public void Files_of_several_roots_come_by_path()
    {
        Write("b/a.log");
        Write("a/a.log");
        Write("a/c/a.log");
        var source = new LogSource([new(RootPlace.Home, "b"), new(RootPlace.Home, "a/c"), new(RootPlace.Home, "a")]);
        FoundFiles found = FileFinder.Find(source, HomeDirectory.At(_home), []);
        Assert.Equal([InHome("a/a.log"), InHome("a/c/a.log"), InHome("b/a.log")], found.Files.Select(file => file.Path));
    }

    [Fact]
    public void A_file_reached_by_several_links_counts_once()
    {
        Write("logs/real/a.log");
        File.CreateSymbolicLink(InHome("logs/z.log"), InHome("logs/real/a.log"));
        Directory.CreateSymbolicLink(InHome("logs/again"), InHome("logs/real"));
        Assert.Equal(["real/a.log"], Find());
    }

    [Fact]
    public void A_folder_outside_that_a_link_leads_to_is_searched()
    {
        Write("elsewhere/a.log");
        Directory.CreateDirectory(InHome("logs"));
        Directory.CreateSymbolicLink(InHome("logs/link"), InHome("elsewhere"));
        Assert.Equal(["link/a.log"], Find());
    }

    [Fact]
    public void Loops_of_links_end()
    {
        Write("logs/a.log");
        Directory.CreateSymbolicLink(InHome("logs/up"), InHome("logs"));
        Directory.CreateSymbolicLink(InHome("logs/self"), InHome("logs/self"));
        Directory.CreateSymbolicLink(InHome("logs/gone"), InHome("nowhere"));
        Assert.Equal(["a.log"], Find());
    }

    [Fact]
    public void Pipes_sockets_devices_and_folders_are_not_opened()
    {
        if (!OperatingSystem.IsLinux()) return;
        Write("logs/a.log");
        Directory.CreateDirectory(InHome("logs/folder.log"));
        using (Process mkfifo = Process.Start("mkfifo", InHome("logs/pipe.log"))) mkfifo.WaitForExit();
        File.CreateSymbolicLink(InHome("logs/zero.log"), "/dev/zero");
        File.CreateSymbolicLink(InHome("logs/kernel.log"), "/proc/kmsg");
        Assert.Equal(["a.log"], Find());
    }

    [Fact]
    public void Empty_files_are_left_out()
    {
        Write("logs/a.log");
        File.WriteAllBytes(InHome("logs/empty.log"), []);
        Assert.Equal(["a.log"], Find());
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_told()
    {
        if (!OperatingSystem.IsLinux()) return;
        Write("logs/a.log");
        using (Process touch = Process.Start("sh", ["-c", $"printf x > '{InHome("logs")}'/$(printf '\\377\\376').log"])) touch.WaitForExit();
        FoundFiles found = FileFinder.Find(new LogSource([new(RootPlace.Home, "logs")]), HomeDirectory.At(_home), []);
        Assert.Single(found.Files);
        Assert.Equal(ProblemKind.UnreadableFile, Assert.Single(found.Problems).Kind);
        using Process remove = Process.Start("rm", ["-r", InHome("logs")]); // .NET cannot delete it either.
        remove.WaitForExit();
    }

    [Fact]
    public void A_root_may_be_a_file_itself_and_a_missing_one_is_told()
    {
        Write("single.log");
        FoundFiles found = FileFinder.Find(new LogSource([new(RootPlace.Home, "single.log"), new(RootPlace.Home, "nowhere")]), HomeDirectory.At(_home), []);
        Assert.Equal([new ProbedRoot(InHome("single.log"), true), new ProbedRoot(InHome("nowhere"), false)], found.Roots);
        Assert.Single(found.Files);
    }

    [Fact]
    public void A_star_in_a_root_stands_for_every_folder_there()
    {
        Write("tools/one/logs/a.log");
        Write("tools/two/logs/b.log");
        FoundFiles found = FileFinder.Find(new LogSource([new(RootPlace.Home, "tools/*/logs")]), HomeDirectory.At(_home), []);
        Assert.Equal(2, found.Files.Count);
    }

    [Fact]
    public void Extra_roots_are_searched_beside_the_usual_ones()
    {
        Write("logs/a.log");
        Write("old/b.log");
        FoundFiles found = FileFinder.Find(new LogSource([new(RootPlace.Home, "logs")]), HomeDirectory.At(_home), [InHome("old")]);
        Assert.Equal(["a.log", "b.log"], found.Files.Select(file => file.RelativePath));
    }

    [Fact]
    public void A_variable_replaces_the_usual_roots_and_takes_a_list()
    {
        Write("logs/a.log");
        Write("one/b.log");
        Write("two/logs/c.log");
        var home = HomeDirectory.At(_home, new Dictionary<string, string> { ["LOG_DIR"] = $" ~/one , {InHome("two")},, {InHome("missing")}" });
        var source = new LogSource([new(RootPlace.Home, "logs")], new RootVariable("LOG_DIR", ["logs", ""]));
        Assert.Equal(["b.log", "c.log"], FileFinder.Find(source, home, []).Files.Select(file => file.RelativePath));
    }

    private IEnumerable<string> Find() =>
        FileFinder.Find(new LogSource([new(RootPlace.Home, "logs")]), HomeDirectory.At(_home), []).Files.Select(file => file.RelativePath);

    private string InHome(string path) => Path.Join(_home, path);

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InHome(path))!);
        File.WriteAllText(InHome(path), path);
    }

    private sealed class LogSource(IReadOnlyList<SourceRoot> roots, params RootVariable[] variables) : UsageSource
    {
        public override string Id => "log";

        public override string Name => "Log";

        public override IReadOnlyList<SourceRoot> Roots => roots;

        public override IReadOnlyList<RootVariable> Variables => variables;

        public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.IsEmpty || relativePath.EndsWith(".log");

        public override void Read(SourceFile file, FileReader reader, UsageSink sink) => throw new InvalidOperationException("finding must not read");
    }
}
