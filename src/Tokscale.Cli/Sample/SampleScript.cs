using System.Globalization;

namespace Tokscale.Cli.Sample;

/// <summary>The file <c>sample.txt</c>, which says how agents write and what they did.</summary>
/// <param name="Now">The time of day zero.</param>
/// <param name="Sessions">In order of time.</param>
internal sealed record SampleScript(DateTimeOffset Now, IReadOnlyList<SampleSession> Sessions)
{
    public static SampleScript Load()
    {
        using Stream stream = typeof(SampleScript).Assembly.GetManifestResourceStream("sample.txt")!;
        using var reader = new StreamReader(stream);
        var now = default(DateTimeOffset);
        var agents = new List<SampleAgent>();
        var sessions = new List<SampleSession>();
        while (reader.ReadLine() is { } line)
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || line[0] == '#') continue;
            (string word, string rest) = (line[..blank], line[(blank + 1)..].Replace("\\n", "\n", StringComparison.Ordinal));
            if (word == "now") now = Time(rest);
            else if (word == "agent") agents.Add(new SampleAgent(rest, ""));
            else if (word == "session") sessions.Add(Session(rest.Split(' '), sessions.Count, agents));
            else agents[^1] = With(agents[^1], word, rest);
        }
        return new SampleScript(now, sessions);
    }

    private static SampleAgent With(SampleAgent agent, string word, string text) => word switch
    {
        "file" => agent with { File = text },
        "head" => agent with { Head = text },
        "call" => agent with { Call = text },
        "between" => agent with { Between = text },
        "tail" => agent with { Tail = text },
        "beside" => agent with { Beside = (text[..text.IndexOf(' ')], text[(text.IndexOf(' ') + 1)..]) },
        _ => throw new InvalidDataException($"sample.txt has the unknown word '{word}'"),
    };

    private static SampleSession Session(string[] fields, int index, List<SampleAgent> agents)
    {
        SampleAgent agent = agents.Single(agent => agent.Name == fields[0]);
        return new SampleSession(agent, index, Time(fields[1]), fields[2], fields[3], int.Parse(fields[4], CultureInfo.InvariantCulture));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
