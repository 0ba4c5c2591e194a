namespace Tokscale.Cli.Sample;

/// <summary>How an agent writes a session, as templates with names in braces.</summary>
/// <param name="Name">Its name in the script.</param>
/// <param name="File">Path below the home; with <c>{id}</c> each call has a file of its own.</param>
internal sealed record SampleAgent(string Name, string File)
{
    public string Head { get; init; } = "";

    public string Call { get; init; } = "";

    public string Between { get; init; } = "";

    public string Tail { get; init; } = "";

    /// <summary>A further file for each session; null for none.</summary>
    public (string File, string Text)? Beside { get; init; }
}
