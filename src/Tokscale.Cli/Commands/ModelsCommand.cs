using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Models, the dearest first: the report of a bare <c>tokscale</c>.</summary>
internal static class ModelsCommand
{
    public static IReadOnlyList<(string Line, string Purpose)> Examples { get; } =
    [
        ("tokscale models --month", "this month, by client and model"),
        ("tokscale daily --since 7d --claude", "the last days of one agent"),
        ("tokscale --group-by project,model --limit 10", "where the money goes"),
        ("tokscale monthly --json | jq .totals.cost", "for scripts"),
    ];

    public static CliCommand Create() =>
        new UsageCommand("Usage by client and model", [GroupKey.Client, GroupKey.Model])
            .Create("models", "Usage by client and model (the default command)", [.. Examples]);
}
