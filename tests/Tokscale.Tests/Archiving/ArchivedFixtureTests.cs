using Xunit;

namespace Tokscale.Tests.Archiving;

/// <summary>Whatever of a source's logs is deleted after an update, reports say what they said before.</summary>
public sealed class ArchivedFixtureTests
{
    public static TheoryData<string> FixtureNames() => new(Fixture.Names());

    [Theory, MemberData(nameof(FixtureNames))]
    public void Logs_deleted_after_an_update_are_still_counted(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        using var home = new ArchivedHome(fixture.Home, fixture.Source);
        string[] before = home.Calls();
        home.Update();

        Assert.Equal(before, home.Calls());
        foreach (string log in home.Logs()) File.Delete(log);
        Assert.Equal(before, home.Calls());
        home.Update();
        Assert.Equal(before, home.Calls());
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void Any_single_log_that_is_deleted_is_still_counted(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        using var home = new ArchivedHome(fixture.Home, fixture.Source);
        string[] before = home.CallsOfAnyAgent();
        home.Update();
        foreach (string log in home.Logs())
        {
            string kept = log + ".kept-elsewhere";
            File.Move(log, kept);
            Assert.Equal(before, home.CallsOfAnyAgent());
            File.Move(kept, log);
        }
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void Every_other_log_is_deleted_and_the_rest_is_archived_again(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        using var home = new ArchivedHome(fixture.Home, fixture.Source);
        string[] before = home.CallsOfAnyAgent();
        home.Update();
        foreach (string log in home.Logs().Where((_, index) => index % 2 == 0)) File.Delete(log);
        home.Update();

        Assert.Equal(before, home.CallsOfAnyAgent());
        Assert.Equal(before, Cached(home));
        Assert.Equal(before, Cached(home));
    }

    private static string[] Cached(ArchivedHome home) =>
        [.. ArchivedHome.CallsOf(home.ScanCached()).Select(ArchivedHome.WithoutAgent).Order(StringComparer.Ordinal)];
}
