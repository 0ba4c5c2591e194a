namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>A main agent of the free edition: <c>base2-free-MODEL</c>, <c>base3-free-MODEL</c>, <c>base3-fast-free-MODEL</c>.</summary>
/// <param name="Model">What its kind tells of the model; null where that is no model.</param>
internal sealed record FreeAgent(string? Model)
{
    private const string Base = "base", Mark = "-free";

    /// <summary>Agents that serve every model of the program's list.</summary>
    private const string AnyModel = "catalog";

    /// <summary>The agent of a kind; null when it is one of the paid edition.</summary>
    public static FreeAgent? Of(string kind)
    {
        int mark = kind.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0 || !kind.StartsWith(Base, StringComparison.Ordinal)) return null;
        string model = kind[(mark + Mark.Length)..].TrimStart('-');
        return new FreeAgent(model is "" or AnyModel ? null : model);
    }
}
