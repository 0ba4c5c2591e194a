using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Agents, as the logs name them.</summary>
internal static class AgentsCommand
{
    public static CliCommand Create() =>
        new UsageCommand("Usage by agent", [GroupKey.Client, GroupKey.Agent]).Create("agents", "Usage by main agent and sub-agent");
}
