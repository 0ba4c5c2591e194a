using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Calendar months.</summary>
internal static class MonthlyCommand
{
    public static CliCommand Create() => new UsageCommand("Usage by month", [GroupKey.Month]).Create("monthly", "Usage by month");
}
