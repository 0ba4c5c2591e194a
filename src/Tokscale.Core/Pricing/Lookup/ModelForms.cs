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
        if (traits.HasFlag(ModelTraits.ContextSuffix) && LengthOf(s_contexts, name) is > 0 and int context) return (context, false);
        return (LengthOfNumber(name), false);
    }

    /// <summary>
    /// The number that an agent puts behind the names of the user's own entries: <c>gpt-5.2-0</c>, <c>claude-opus-4.5-thinking-1</c>.
    /// What may be a version is none: a number behind a whole one, or behind a word unless it is 0.
    /// </summary>
    private static int LengthOfNumber(string name)
    {
        int dash = name.LastIndexOf('-');
        if (dash <= 0 || name.Length - dash is not (2 or 3) || name.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9')) return 0;
        ReadOnlySpan<char> before = name.AsSpan(0, dash), token = before[(before.LastIndexOf('-') + 1)..];
        bool isSetting = before.EndsWith("-thinking") || LengthOf(s_efforts, name[..dash]) > 0;
        bool isVersion = !token.ContainsAnyExceptInRange('.', '9') && token.Contains('.');
        bool isWord = !token.ContainsAnyInRange('0', '9');
        return isSetting || isVersion || (isWord && name.EndsWith("-0", StringComparison.Ordinal)) ? name.Length - dash : 0;
    }

    private static int LengthOf(string[] suffixes, string name)
    {
        foreach (string suffix in suffixes)
            if (name.EndsWith(suffix, StringComparison.Ordinal)) return suffix.Length;
        return 0;
    }
}
