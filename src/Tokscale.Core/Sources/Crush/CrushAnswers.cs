using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Crush;

/// <summary>What the answers of one session say of models.</summary>
internal sealed class CrushAnswers
{
    private readonly Dictionary<NameId, int> _models = [], _providers = [];

    public int Count { get; private set; }

    public void Add(NameId model, NameId provider)
    {
        Count++;
        if (model.IsKnown) _models[model] = _models.GetValueOrDefault(model) + 1;
        if (provider.IsKnown) _providers[provider] = _providers.GetValueOrDefault(provider) + 1;
    }

    /// <summary>The model of most answers, the first of equals; unknown when none names one.</summary>
    public NameId Model() => MostFrequent(_models);

    /// <inheritdoc cref="Model"/>
    public NameId Provider() => MostFrequent(_providers);

    private static NameId MostFrequent(Dictionary<NameId, int> counts) => counts.Count == 0 ? default : counts.MaxBy(pair => pair.Value).Key;
}
