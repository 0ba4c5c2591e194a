using System.Text.RegularExpressions;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests;

/// <summary>House rules that a reader relies on.</summary>
public partial class TidyTests
{
    private const int FileLinesMax = 500;
    private const int LineCharactersMax = 160;

    /// <summary>Agents whose name is also a common word, a maker's or a model's name, and so may stand anywhere.</summary>
    private static readonly string[] s_commonWords = ["fx", "cursor", "pi", "mux", "amp", "trae", "warp", "crush", "junie", "grok", "qwen", "kimi", "gemini", "codex", "claude", "droid", "antigravity", "lmstudio"];

    private static readonly string s_source = Path.Join(Fixture.RepositoryFolder(), "src");

    public static TheoryData<string> SourceFiles() => new(CodeFiles(s_source));

    [Theory, MemberData(nameof(SourceFiles))]
    public void Files_are_short_and_lines_fit(string file)
    {
        string[] lines = File.ReadAllLines(Path.Join(s_source, file));
        Assert.True(lines.Length <= FileLinesMax, $"{file} has {lines.Length} lines");
        int longest = Array.FindIndex(lines, line => line.Length > LineCharactersMax);
        Assert.True(longest < 0, $"{file}:{longest + 1} is longer than {LineCharactersMax} characters");
    }

    [Theory, MemberData(nameof(SourceFiles))]
    public void Nothing_unfinished_is_left(string file)
    {
        string text = File.ReadAllText(Path.Join(s_source, file));
        Assert.DoesNotMatch("NotImplementedException|TODO|FIXME|#region|#pragma warning disable", text);
    }

    [Theory, MemberData(nameof(SourceFiles))]
    public void An_agent_is_named_only_in_its_folder_and_the_registry(string file)
    {
        bool isRegistry = file == "Tokscale.Core/Sources/SourceRegistry.cs";
        if (isRegistry || file.StartsWith("Tokscale.Core/Pricing/", StringComparison.Ordinal) || file.Contains("/Sample/")) return;
        Match own = FolderOfSource().Match(file);
        string code = WithoutComments(File.ReadAllText(Path.Join(s_source, file)));
        foreach (UsageSource source in SourceRegistry.All)
        {
            string folder = source.GetType().Namespace!.Split('.')[^1];
            if (own.Success && own.Groups[1].Value == folder) continue;
            bool isNamed = code.Contains($"\"{source.Id}\"", StringComparison.Ordinal) && !IsMaker(file, source.Id);
            Assert.False(isNamed, $"{file} names \"{source.Id}\"");
            if (!s_commonWords.Contains(source.Id)) Assert.DoesNotContain(folder + "Source", code);
        }
    }

    // Readers of logs have to name makers and their models, some of which lend an agent their name.
    private static bool IsMaker(string file, string id) => file.StartsWith("Tokscale.Core/Sources/", StringComparison.Ordinal) && s_commonWords.Contains(id);

    private static IEnumerable<string> CodeFiles(string folder) =>
        Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/"))
            .Order(StringComparer.Ordinal);

    private static string WithoutComments(string code) => Comments().Replace(code, string.Empty);

    [GeneratedRegex("^Tokscale.Core/Sources/([A-Za-z0-9]+)/")]
    private static partial Regex FolderOfSource();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comments();
}
