using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Weeks, named by their first day.</summary>
internal static class WeeklyCommand
{
    public static CliCommand Create() => new UsageCommand("Usage by week", [GroupKey.Week]).Create("weekly", "Usage by week");
}
