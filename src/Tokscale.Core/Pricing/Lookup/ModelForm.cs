namespace Tokscale.Core.Pricing.Lookup;

/// <summary>An id with some settings taken off its end.</summary>
/// <param name="Name">What is left; a maker may still stand in front.</param>
/// <param name="IsFast">One of the settings was the fast mode, which has a price.</param>
/// <param name="Removed">The settings that were taken off, as logged; empty for the id itself.</param>
internal readonly record struct ModelForm(string Name, bool IsFast, string Removed)
{
    public string Bare => BareName.Of(Name).ToString();
}
