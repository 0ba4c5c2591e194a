using Tokscale.Cli;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class CommandLineErrorTests
{
    [Theory]
    [InlineData("--bogus", "there is no option '--bogus'; see tokscale --help.")]
    [InlineData("daily --jsn", "there is no option '--jsn'; did you mean --json?")]
    [InlineData("--homee /x", "there is no option '--homee'; did you mean --home?")]
    [InlineData("dialy", "there is no command 'dialy'; did you mean daily?")]
    [InlineData("models extra", "there is no argument 'extra'; see tokscale models --help.")]
    [InlineData("--claud", "there is no option '--claud'; did you mean --claude?")]
    [InlineData("--tz utc", "there is no option '--tz'; did you mean --timezone?")]
    [InlineData("--no-color", "there is no option '--no-color'; did you mean --color never?")]
    [InlineData("help bogus", "there is no command 'bogus'; see tokscale --help.")]
    [InlineData("modles --help", "there is no command 'modles'; did you mean models?")]
    [InlineData("help modles", "there is no command 'modles'; did you mean models?")]
    [InlineData("--json=true", "--json takes no value; write --json alone.")]
    [InlineData("daily --today:yes", "--today takes no value; write --today alone.")]
    [InlineData("--client", "--client needs a value; write --client A,B.")]
    [InlineData("-c cluade", "--client does not know 'cluade'; did you mean claude?")]
    [InlineData("-c zzzzzz", "--client does not know 'zzzzzz'; 'tokscale clients --all' lists them all.")]
    [InlineData("--since 2026-99-99", "--since '2026-99-99' is no date; write 2026-01-31, 20260131, 2026-01, today, yesterday, 7d, 2w or 3m (ago).")]
    [InlineData("--since 2026-02-01 --until 2026-01-01", "--since '2026-02-01' is later than --until '2026-01-01'; swap them.")]
    [InlineData("--today --week", "--today and --week cannot be used together; choose one.")]
    [InlineData("--year 2026 --since 7d", "--year and --since cannot be used together; choose one.")]
    [InlineData("--year abcd", "--year 'abcd' is no year; write it as 2026.")]
    [InlineData("-z Mars/Phobos", "--timezone 'Mars/Phobos' is no time zone; write an IANA name such as Europe/Berlin, or local, or utc.")]
    [InlineData("--limit 0", "--limit '0' is no number of rows; write 1 or more.")]
    [InlineData("--sort size", "--sort 'size' is unknown; it takes cost, tokens, messages, name, date, input or output.")]
    [InlineData("--asc --desc", "--desc and --asc cannot be used together; choose one.")]
    [InlineData("--mode guess", "--mode 'guess' is unknown; it takes auto, calculate or display.")]
    [InlineData("--min-cost -1", "--min-cost '-1' is no amount; write dollars as 0.50.")]
    [InlineData("--json --csv", "two forms are asked for, json and csv; choose one.")]
    [InlineData("--format xml", "--format 'xml' is unknown; it takes table, json, csv, tsv, markdown, ndjson or html.")]
    [InlineData("--color red", "--color 'red' is unknown; it takes auto, always or never.")]
    [InlineData("--currency EUR", "--currency and --rate go together, as in --currency EUR --rate 0.92.")]
    [InlineData("--currency EUR --rate 0", "--rate '0' is no rate; write how much of the currency a dollar buys, as in 0.92.")]
    [InlineData("--week-start friday", "--week-start 'friday' is unknown; it takes monday or sunday.")]
    [InlineData("--home /no/such/folder", "--home '/no/such/folder' does not exist; name a folder that holds agents' logs as a home directory does.")]
    [InlineData("--home ", "--home needs a value; write --home DIR.")]
    public void A_wrong_command_line_ends_with_2_and_one_sentence(string line, string message)
    {
        CliRun run = CliRun.Of("/", line);

        Assert.Equal(("", $"Error: {message}\n", ExitCode.BadCommandLine), (run.Output, run.Error, run.ExitCode));
    }

    [Fact]
    public void A_word_from_the_command_line_cannot_act_on_the_terminal() =>
        Assert.Equal("Error: there is no option '--<U+001B>[2J'; see tokscale --help.\n", CliRun.Of("/", ["--\u001b[2J"]).Error);

    [Fact]
    public void A_file_is_no_home()
    {
        string file = Path.GetTempFileName();
        try
        {
            string message = $"Error: --home '{file}' is a file; name a folder that holds agents' logs as a home directory does.\n";
            Assert.Equal(message, CliRun.Of("/", ["--home", file]).Error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--home X daily", "the option before the command")]
    [InlineData("daily --home X", "the option after it")]
    public void An_option_may_stand_before_or_after_the_command(string line, string place)
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        CliRun run = CliRun.Of("/", line.Replace("X", fixture.Home, StringComparison.Ordinal));

        Assert.True(run.ExitCode is ExitCode.Done && run.Output.StartsWith("Usage by day", StringComparison.Ordinal), place);
    }
}
