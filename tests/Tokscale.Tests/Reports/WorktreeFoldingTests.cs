using Tokscale.Core.Reports;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class WorktreeFoldingTests
{
    [Theory]
    [InlineData("/work/app/.claude/worktrees/fix-1", "/work/app")]
    [InlineData("/work/app/.claude/worktrees/fix-1/src", "/work/app")]
    [InlineData("/work/app/.worktrees/x", "/work/app")]
    [InlineData("/work/app/", "/work/app")]
    [InlineData("/work/app", "/work/app")]
    [InlineData("/", "/")]
    public void A_worktree_that_is_gone_is_told_by_its_path(string path, string project) => Assert.Equal(project, new WorktreeFolding().ProjectOf(path));

    [Fact]
    public void A_worktree_on_disk_points_to_its_main_working_tree()
    {
        using var folder = new TemporaryFolder();
        folder.Write("elsewhere/.git", $"gitdir: {folder.Path}/main/.git/worktrees/elsewhere\n");
        folder.Write("submodule/.git", "gitdir: ../main/.git/modules/submodule\n");

        Assert.Equal($"{folder.Path}/main", new WorktreeFolding().ProjectOf($"{folder.Path}/elsewhere"));
        Assert.Equal($"{folder.Path}/submodule", new WorktreeFolding().ProjectOf($"{folder.Path}/submodule"));
    }
}
