using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Projects: the same folder from several agents is one.</summary>
internal static class ProjectsCommand
{
    public static CliCommand Create() =>
        new UsageCommand("Usage by project", [GroupKey.Project]).Create("projects", "Usage by project, the folder an agent worked in");
}
