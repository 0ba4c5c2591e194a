using System.Diagnostics;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Files;

public sealed class FileReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokscale-reader-").FullName;
    private readonly FileReader _reader = new();

    public void Dispose()
    {
        _reader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(9_000_000)]
    public void A_document_is_read_whole_whether_it_was_found_or_named(int length)
    {
        string text = new('x', length);
        SourceFile file = Write("a.json", text);
        Assert.Equal(text, Text(_reader.ReadDocument(file)));
        Assert.Equal(text, Text(_reader.ReadDocument(file.Path)));
    }

    [Fact]
    public void A_document_that_was_rewritten_since_it_was_found_is_read_as_it_is_now()
    {
        SourceFile file = Write("a.json", "[1, 2, 3]");
        foreach (string text in (string[])["[]", "[1, 2, 3, 4, 5]", new string('x', 300_000)])
        {
            File.WriteAllText(file.Path, text);
            Assert.Equal(text, Text(_reader.ReadDocument(file)));
        }
    }

    [Theory]
    [InlineData("{}\0\0\0", "{}")]
    [InlineData("\0\0{}\0", "{}")]
    [InlineData("\0\uFEFF{}", "{}")]
    [InlineData("{}\0\0\n", "{}")]
    [InlineData("\n {}\n", "\n {}\n")]
    [InlineData("{\0}", "{\0}")]
    [InlineData("\0\0", "\0\0")] // is not taken for an empty one
    public void A_document_is_what_was_written_between_NULs_that_a_power_loss_left(string content, string document)
    {
        SourceFile file = Write("a.json", content);
        Assert.Equal(document, Text(_reader.ReadDocument(file)));
        Assert.Equal(document, Text(_reader.ReadDocument(file.Path)));
    }

    [Fact]
    public void Lines_end_where_the_log_ended_when_it_was_found()
    {
        SourceFile file = Write("a.jsonl", "one\ntwo\n");
        File.AppendAllText(file.Path, "three\n");
        Assert.Equal(["one", "two"], Lines(file));
        File.WriteAllText(file.Path, "one\n");
        Assert.Equal(["one"], Lines(file));
    }

    [Fact]
    public void Files_of_one_folder_and_of_others_are_read_in_turn()
    {
        var first = new SourceFolder(_folder, _folder, "");
        SourceFolder second = first.Enter("below");
        Directory.CreateDirectory(second.Path);
        SourceFile[] files =
        [
            Write(first, "a"), Write(first, "b"), Write(first, "c"), Write(second, "a"), Write(second, "b"), Write(first, "d"), Write(second, "c"),
        ];
        foreach (SourceFile file in files.Concat(files.Reverse())) Assert.Equal(file.RelativePath, Text(_reader.ReadDocument(file)));
    }

    [Fact]
    public void A_file_that_is_gone_or_may_not_be_read_fails_as_such()
    {
        var folder = new SourceFolder(_folder, _folder, "");
        SourceFile[] files = [Write(folder, "a"), Write(folder, "b"), Write(folder, "c")];
        Directory.CreateDirectory(Path.Join(_folder, "folder"));
        foreach (SourceFile file in files)
        {
            _reader.ReadDocument(file);
            File.Delete(file.Path);
            var error = Assert.Throws<FileNotFoundException>(() => { _reader.ReadDocument(file); });
            Assert.Equal($"Could not find file '{file.Path}'.", error.Message);
        }
        Assert.Throws<UnauthorizedAccessException>(() => { _reader.ReadDocument(Path.Join(_folder, "folder")); });
        Assert.Throws<FileNotFoundException>(() => { _reader.ReadDocument(Path.Join(_folder, "fol\0der")); });
    }

    [Fact]
    public void A_pipe_that_took_the_place_of_a_file_is_not_waited_for()
    {
        if (!PosixCalls.AreUsable) return; // .NET can open a file in no other way than to wait for it.
        SourceFile file = Write("a.json", "{}");
        File.Delete(file.Path);
        using (Process mkfifo = Process.Start("mkfifo", file.Path)) mkfifo.WaitForExit();
        Assert.ThrowsAny<IOException>(() => { _reader.ReadDocument(file); });
    }

    private SourceFile Write(string name, string text)
    {
        string path = Path.Join(_folder, name);
        File.WriteAllText(path, text);
        return new SourceFile(SourceRegistry.All[0], path, _folder, name, FileStatus.Of(path));
    }

    private static SourceFile Write(SourceFolder folder, string name)
    {
        string path = Path.Join(folder.Path, name);
        File.WriteAllText(path, folder.RelativePathOf(name));
        return new SourceFile(SourceRegistry.All[0], folder, name, FileStatus.Of(path));
    }

    private List<string> Lines(SourceFile file)
    {
        var lines = new List<string>();
        using LineReader reader = _reader.OpenLines(file);
        while (reader.TryRead(out LogLine line)) lines.Add(Text(line.Bytes));
        return lines;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
