using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class MessageDatabaseTests
{
    [Fact]
    public void The_older_id_owns_a_forked_message_and_rows_fill_what_a_message_lacks()
    {
        using var scan = FixtureScan.Of("kilo/forks");
        Assert.Equal(
            ["s1 /w/app code 2026-03-10T12:00:00 0.25", "s2 /w/two subagent 2026-03-10T12:00:05 ", "s2 /w/app ask 2026-03-10T12:00:06 "],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Agent)} {FixtureScan.Time(usage)} {usage.LoggedCostUsd}"));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
        Assert.All(scan.Events, usage => Assert.Equal("kilo", scan.Name(usage.Provider)));
    }

    [Fact]
    public void Times_in_seconds_are_taken_as_such()
    {
        using var scan = FixtureScan.Of("micode/channels");
        Assert.Equal(
            ["12:00:00", "12:00:00", "12:00:09", "12:01:00"], scan.Events.Select(usage => FixtureScan.Time(usage)[11..]).Order(StringComparer.Ordinal));
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("{HOME}/a", "a")]
    [InlineData("{HOME}/a,{HOME}/b/any.sqlite", "a any")]
    public void A_variable_names_folders_or_databases(string value, string expected)
    {
        using var scan = FixtureScan.OfHome("kilo", home =>
        {
            void Write(string path, string model) => home.WriteDatabase(
                path, "CREATE TABLE message(id, data)",
                $$$"""INSERT INTO message VALUES ('{{{model}}}', '{"role":"assistant","modelID":"{{{model}}}","tokens":{"input":1}}')""");
            Write(".local/share/kilo/kilo.db", "default");
            Write("a/kilo.db", "a");
            Write("b/any.sqlite", "any");
        }, new Dictionary<string, string> { ["KILO_DATA_DIR"] = value });
        Assert.Equal(expected, string.Join(' ', scan.Events.Select(usage => scan.Name(usage.Model))));
    }

    [Theory]
    [InlineData("kilo", ".local/share/kilo/kilo.db")]
    [InlineData("micode", ".local/share/mimocode/mimocode.db")]
    [InlineData("opencode", ".local/share/opencode/opencode.db")]
    public void A_fork_that_was_made_after_ids_began_anew_is_not_taken_for_the_origin(string source, string path)
    {
        long wrapMs = 25L << 36, createdMs = wrapMs - 1000;
        string Insert(long madeMs, string session) => $$$"""
            INSERT INTO message VALUES ('msg_{{{(madeMs << 12) & 0xFFFF_FFFF_FFFF:x12}}}abc', '{{{session}}}', '{"role":"assistant","modelID":"m","time":{"created":{{{createdMs}}}},"tokens":{"input":1}}')
            """;
        using var scan = FixtureScan.OfHome(source, home => home.WriteDatabase(path, "CREATE TABLE message(id, session_id, data)",
            Insert(wrapMs + 5000, "late"), Insert(wrapMs + 9000, "later"), Insert(createdMs - 2, "origin")));
        Assert.Equal("origin", scan.Name(Assert.Single(scan.Events).Session));
    }

    [Theory]
    [InlineData("kilo", "", "", "kilo kilo-dev opencode-dev")]
    [InlineData("kilo", "KILO_DB", "{HOME}/a/other.sqlite", "kilo kilo-dev opencode-dev other")]
    [InlineData("kilo", "KILO_DB", "mine.db", "kilo kilo-dev mine opencode-dev")]
    [InlineData("kilo", "KILO_DB", ":memory:", "kilo kilo-dev opencode-dev")]
    [InlineData("micode", "", "", "mimocode")]
    [InlineData("micode", "MIMOCODE_HOME", "{HOME}/b", "moved")]
    [InlineData("micode", "MIMOCODE_DB", "{HOME}/a/other.sqlite", "mimocode other")]
    public void Databases_of_channels_and_those_that_a_variable_names_are_found(string source, string variable, string value, string expected)
    {
        string[] paths =
        [
            ".local/share/kilo/kilo.db", ".local/share/kilo/kilo-dev.db", ".local/share/kilo/opencode-dev.db", ".local/share/kilo/mine.db",
            ".local/share/mimocode/mimocode.db", "a/other.sqlite", "b/data/moved.db",
        ];
        var variables = new Dictionary<string, string>();
        if (variable.Length > 0) variables[variable] = value;
        using var scan = FixtureScan.OfHome(source, home => Array.ForEach(paths, path =>
        {
            string model = Path.GetFileNameWithoutExtension(path);
            home.WriteDatabase(path, "CREATE TABLE message(id, data)",
                $$$"""INSERT INTO message VALUES ('{{{model}}}', '{"role":"assistant","modelID":"{{{model}}}","tokens":{"input":1}}')""");
        }), variables);
        Assert.Equal(expected, string.Join(' ', scan.Events.Select(usage => scan.Name(usage.Model)).Order(StringComparer.Ordinal)));
    }
}
