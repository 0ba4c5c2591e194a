using System.Text;
using System.Text.Json;

namespace Tokscale.Tests;

/// <summary>
/// A home directory with known totals, from <c>tests/fixtures/SOURCE/BEHAVIOUR</c>. It is laid out in a folder of its own
/// for each use: <c>@HOME@</c> in texts becomes the folder's path, and every file gets the same time.
/// </summary>
public sealed class Fixture : IDisposable
{
    public static readonly DateTime FileTime = new(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc);

    private Fixture(string home, JsonElement expected) => (Home, Expected) = (home, expected);

    public string Home { get; }

    public JsonElement Expected { get; }

    public string Source => Expected.GetProperty("source").GetString()!;

    public static string Folder { get; } = Path.Join(RepositoryFolder(), "tests", "fixtures");

    /// <summary><c>SOURCE/BEHAVIOUR</c> of every fixture.</summary>
    public static IEnumerable<string> Names() =>
        Directory.GetFiles(Folder, "expected.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Lays a fixture out in a temporary folder of its own.</summary>
    public static Fixture Lay(string name) => Lay(name, Directory.CreateTempSubdirectory("tokscale-fixture-").FullName);

    /// <summary>Lays a fixture out in a folder, for tests in which its path must not be another one each time.</summary>
    public static Fixture Lay(string name, string home)
    {
        string origin = Path.Join(Folder, name);
        foreach (string file in Directory.GetFiles(Path.Join(origin, "home"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string target = Path.Join(home, Path.GetRelativePath(Path.Join(origin, "home"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, WithHome(File.ReadAllBytes(file), home));
            File.SetLastWriteTimeUtc(target, FileTime);
        }
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Join(origin, "expected.json")));
        return new Fixture(home, expected.RootElement.Clone());
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    public static string RepositoryFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Join(folder, "tokscale.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("tokscale.sln is in no folder above the tests");
    }

    private static byte[] WithHome(byte[] content, string home)
    {
        if (content.AsSpan().IndexOf("@HOME@"u8) < 0) return content;
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("@HOME@", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(home))));
    }
}
