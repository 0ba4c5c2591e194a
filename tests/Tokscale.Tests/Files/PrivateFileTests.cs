using Tokscale.Core.Files;
using Xunit;

namespace Tokscale.Tests.Files;

/// <summary>Files that are replaced as a whole, also by several at once.</summary>
public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Join(_folder.Path, "file");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writers_at_once_write_it_whole_or_give_way_and_none_fails()
    {
        byte[] content = new byte[1000];
        int written = 0;
        Parallel.For(0, 4, writer =>
        {
            for (int round = 0; round < 2000; round++)
                if (PrivateFile.Replace(Target, stream => stream.Write(content))) Interlocked.Increment(ref written);
        });
        Assert.InRange(written, 1, 4 * 2000);
        Assert.Equal([(Target, 1000L)], new DirectoryInfo(_folder.Path).GetFiles().Select(file => (file.FullName, file.Length)));
    }

    [Fact]
    public void A_writer_whose_place_another_took_leaves_the_others_file_alone_and_replaces_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not tell which file is open");
        File.WriteAllText(Target, "old");
        bool isReplaced = PrivateFile.Replace(Target, stream =>
        {
            stream.Write("ours"u8);
            File.Delete(Target + ".tmp");
            File.WriteAllText(Target + ".tmp", "half of theirs");
        });
        Assert.Equal((false, "old", "half of theirs"), (isReplaced, File.ReadAllText(Target), File.ReadAllText(Target + ".tmp")));
    }

    [Fact]
    public void A_folder_in_the_way_is_an_error_not_another_writer()
    {
        Directory.CreateDirectory(Target + ".tmp");
        Assert.Throws<IOException>(() => PrivateFile.Replace(Target, [1]));
    }
}
