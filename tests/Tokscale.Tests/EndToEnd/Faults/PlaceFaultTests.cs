using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>What may lie where logs are looked for, and places that cannot be entered.</summary>
public sealed class PlaceFaultTests : IDisposable
{
    private readonly FaultHome _home = new();

    public PlaceFaultTests() => _home.Write("good.jsonl", callCount: 2);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Pipes_sockets_devices_and_loops_are_passed_over()
    {
        Lay("""
            mkfifo pipe.jsonl; ln -s /dev/zero zero.jsonl; ln -s /dev/tty tty.jsonl; ln -s /proc/self/fd/0 stdin.jsonl; ln -s /proc/kmsg kmsg.jsonl
            ln -s self.jsonl self.jsonl; ln -s nowhere gone.jsonl; ln -s .. up; mkdir folder.jsonl
            ln -s good.jsonl again.jsonl; ln good.jsonl hard.jsonl; mkdir -p deep/er; ln -s ../.. deep/er/loop
            python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('s.jsonl')" 2> /dev/null || true
            """);
        _home.AssertCounts(2);
    }

    [Fact]
    public void Odd_names_are_read_and_those_that_cannot_be_are_told()
    {
        _home.Write("a b'\"\t\u001b[31m\n é日.jsonl", callCount: 1);
        _home.AssertCounts(3);
        Lay("cp good.jsonl $'\\xff\\xfe.jsonl'");
        FaultHome.Count count = _home.Read();
        Lay("rm $'\\xff\\xfe.jsonl'"); // .NET can no more remove it than read it.
        Assert.Equal(3, count.Calls);
        Assert.Contains("could not be read", count.Error);
        Assert.DoesNotContain('\u001b', count.Error);
    }

    [Fact]
    public void What_may_not_be_read_is_told()
    {
        Assert.SkipUnless(NativeBinary.Shell(_home.Path, "setpriv --reuid=65534 --clear-groups true").ExitCode == 0 || !Environment.IsPrivilegedProcess,
            "root may read everything, and setpriv(1), which takes that right away, is missing");
        _home.Write("secret.jsonl", callCount: 1);
        _home.Write("closed/inside.jsonl", callCount: 1);
        Lay("chmod 755 $HOME; chmod 000 secret.jsonl closed");
        string asNobody = Environment.IsPrivilegedProcess ? "setpriv --reuid=65534 --clear-groups" : "";

        FaultHome.Count count = _home.Read(asNobody);
        Lay("chmod 700 secret.jsonl closed");

        Assert.Equal((2, 0), (count.Calls, count.ExitCode));
        Assert.Contains("1 file could not be read", count.Error);
        Assert.Contains("1 folder could not be listed", count.Error);
    }

    [Fact]
    public void Few_descriptors_are_enough_for_many_files()
    {
        for (int number = 0; number < 300; number++) _home.Write($"folder{number % 30}/{number}.jsonl", callCount: 1);
        _home.AssertCounts(302, "ulimit -n 40;");
    }

    [Theory]
    [InlineData("HOME=/nowhere/at/all", "")]
    [InlineData("HOME=/dev/null", "")]
    [InlineData("env -u HOME", "")]
    [InlineData("HOME=relative XDG_CACHE_HOME=relative XDG_CONFIG_HOME= XDG_DATA_HOME=.", "")]
    public void A_home_that_is_none_gives_an_empty_report_or_a_message_and_no_files(string environment, string output)
    {
        NativeBinary.Run run = NativeBinary.Shell(_home.Path, $"mkdir {_home.Path}/here; cd {_home.Path}/here; {environment} $T > /dev/null 2> ../said; echo $? >> ../said; ls -A");
        Assert.Equal(output, run.Output);
        Assert.DoesNotContain("   at ", File.ReadAllText(Path.Join(_home.Path, "said")));
        Assert.EndsWith("\n", File.ReadAllText(Path.Join(_home.Path, "said")));
    }

    [Fact]
    public void Logs_are_left_as_they_were()
    {
        string state = $"cd {_home.Path}/{FaultHome.Project}; ls -l --time-style=full-iso; md5sum *";
        string before = NativeBinary.Shell(_home.Path, state).Output;
        _home.AssertCounts(2);
        Assert.Equal(before, NativeBinary.Shell(_home.Path, state).Output);
    }

    // Shell commands in the folder of the logs.
    private void Lay(string commands)
    {
        NativeBinary.Run run = NativeBinary.Shell(_home.Path, $"cd {_home.Path}/{FaultHome.Project}\n{commands}");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
