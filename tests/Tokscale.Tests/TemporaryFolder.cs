namespace Tokscale.Tests;

/// <summary>A folder of a test's own, removed with all its content.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tokscale-test-").FullName;

    /// <summary>Writes a text file and the folders above it; returns its full path.</summary>
    public string Write(string relativePath, string text)
    {
        string target = System.IO.Path.Join(Path, relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
        return target;
    }

    /// <summary>What a test gave up may still write into it for a moment.</summary>
    public void Dispose()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(50);
            }
        }
    }
}
