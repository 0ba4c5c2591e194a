using Xunit;

namespace Tokscale.Tests;

/// <summary>
/// Compares output with a file beside the test. With <c>TOKSCALE_UPDATE_GOLDEN=1</c> the files are written anew, to be
/// reviewed as a difference.
/// </summary>
internal static class Golden
{
    public static void Match(string area, string name, string actual)
    {
        string path = Path.Join(Fixture.Folder, "..", "Tokscale.Tests", area, "Golden", name);
        if (Environment.GetEnvironmentVariable("TOKSCALE_UPDATE_GOLDEN") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
