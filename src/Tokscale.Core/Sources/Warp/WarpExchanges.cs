using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>The exchanges of one conversation.</summary>
internal sealed class WarpExchanges
{
    private readonly Dictionary<string, int> _models = [];

    /// <summary>Start of the last exchange, UTC milliseconds since 1970; null when none says.</summary>
    public long? LastMs { get; private set; }

    /// <summary>Working directory of the last exchange.</summary>
    public NameId Project { get; private set; }

    /// <summary>Exchanges that came to an end, well or not.</summary>
    public int FinishedCount { get; private set; }

    /// <summary>The model that most exchanges were with; null when none names one.</summary>
    public string? MainModel => _models.Count == 0 ? null : _models.MaxBy(pair => pair.Value).Key;

    public void Add(long? startMs, NameId project, bool isFinished)
    {
        if (isFinished) FinishedCount++;
        bool isLast = LastMs is null || startMs >= LastMs;
        if (project.IsKnown && (isLast || !Project.IsKnown)) Project = project;
        if (isLast) LastMs = startMs ?? LastMs;
    }

    public void AddModel(string name)
    {
        string model = DisplayNames.ToModelId(name);
        if (model.Length > 0 && !WarpConversation.IsRouting(model)) _models[model] = _models.GetValueOrDefault(model) + 1;
    }
}
