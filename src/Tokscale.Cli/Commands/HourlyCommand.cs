using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Hours on the clock of the report's zone.</summary>
internal static class HourlyCommand
{
    public static CliCommand Create() => new UsageCommand("Usage by hour", [GroupKey.Hour]).Create("hourly", "Usage by hour");
}
