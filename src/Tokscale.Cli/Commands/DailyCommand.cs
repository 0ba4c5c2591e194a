using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Days, oldest first.</summary>
internal static class DailyCommand
{
    public static CliCommand Create() => new UsageCommand("Usage by day", [GroupKey.Day]).Create("daily", "Usage by day");
}
