using System.CommandLine;
using Tokscale.Cli.Hosting;

namespace Tokscale.Cli.CommandLine;

/// <summary>What a command works with.</summary>
internal sealed record CommandContext(ParseResult Line, CliHost Host)
{
    public bool Has(Option<bool> option) => Line.GetValue(option);

    /// <summary>The value of an option; null when it is not given.</summary>
    public string? ValueOf(Option<string?> option) => Line.GetValue(option);
}
