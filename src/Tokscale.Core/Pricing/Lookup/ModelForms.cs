namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Takes settings (effort, thinking, context, speed) off a model id, one by one.</summary>
internal static class ModelForms
{
    private static readonly string[] s_efforts =
        ["-extra-low", "-extra-high", "-none", "-minimal", "-low", "-medium", "-high", "-xhigh"];

    // How OpenRouter was asked to choose among the hosts of a model.
    private static readonly string[] s_variants = [":nitro", ":floor", ":exacto", ":online", ":thinking", ":beta", ":extended"];

    private static readonly string[] s_contexts = ["-max", "-1m", "-cc"];

    /// <summary>The id itself, then shorter and shorter forms of it.</summary>
    public static List<ModelForm> Of(string name, Maker? maker)
    {
        ModelTraits traits = maker?.Traits ?? ModelTraits.None;
        var forms = new List<ModelForm> { new(name, IsFast: false, Removed: "") };
        while (forms.Count < 8)
        {
            ModelForm last = forms[^1];
            (int length, bool isFast) = SuffixOf(last.Name, traits);
            string shorter = last.Name[..^length].TrimEnd();
            if (length == 0 || GenericWords.IsNoModel(BareName.Of(shorter).ToString())) break;
            forms.Add(new ModelForm(shorter, last.IsFast || isFast, last.Name[^length..] + last.Removed));
        }
        return forms;
    }

    private static (int Length, bool IsFast) SuffixOf(string name, ModelTraits traits)
    {
        if (name.EndsWith(')') && name.LastIndexOf('(') is > 0 and int open) return (name.Length - open, false);
        if (LengthOf(s_variants, name) is > 0 and int variant) return (variant, false);
        if (traits.HasFlag(ModelTraits.FastSuffix) && name.EndsWith("-fast", StringComparison.Ordinal)) return ("-fast".Length, true);
        if (traits.HasFlag(ModelTraits.ThinkingSuffix) && name.EndsWith("-thinking", StringComparison.Ordinal))
            return ("-thinking".Length, false);
        if (!traits.HasFlag(ModelTraits.NoEffortSuffix) && LengthOf(s_efforts, name) is > 0 and int effort) return (effort, false);
        return traits.HasFlag(ModelTraits.ContextSuffix) ? (LengthOf(s_contexts, name), false) : (0, false);
    }

    private static int LengthOf(string[] suffixes, string name)
    {
        foreach (string suffix in suffixes)
            if (name.EndsWith(suffix, StringComparison.Ordinal)) return suffix.Length;
        return 0;
    }
}
