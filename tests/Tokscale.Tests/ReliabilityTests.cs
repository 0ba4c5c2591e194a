using System.Reflection;
using System.Text.RegularExpressions;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Xunit;

namespace Tokscale.Tests;

/// <summary>Keeps <c>docs/RELIABILITY.md</c> true.</summary>
public partial class ReliabilityTests
{
    private static readonly string s_text = File.ReadAllText(Path.Join(Fixture.RepositoryFolder(), "docs", "RELIABILITY.md"));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        HashSet<string> tests = [.. typeof(ReliabilityTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => $"{type.Name}.{method.Name}"))];
        string[] named = [.. NamedTest().Matches(s_text).Select(match => match.Groups[1].Value)];
        Assert.True(named.Length > 40, "the names were not found");
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [Fact]
    public void Every_promise_names_a_test()
    {
        string[] promises = [.. s_text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(letter => letter == '|') == 4)];
        int limits = Array.FindIndex(promises, line => line.StartsWith("| fault", StringComparison.Ordinal));
        Assert.All(promises[limits..].Where(line => !line.StartsWith("| fault", StringComparison.Ordinal)), line => Assert.Matches(NamedTest(), line));
    }

    [Fact]
    public void Limits_are_those_of_the_code()
    {
        Assert.Contains($"| a line | {LineReader.LineBytesMax >> 20} MiB |", s_text);
        Assert.Contains($"| a document that is read as a whole | {FileReader.DocumentBytesMax >> 20} MiB |", s_text);
        Assert.Contains($"| nesting of JSON | {JsonCursor.DepthMax:N0} |", s_text);
        Assert.Equal((1L << 53) - 1, JsonCursor.CountMax);
    }

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex NamedTest();
}
