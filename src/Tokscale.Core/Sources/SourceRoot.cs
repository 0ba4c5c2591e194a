namespace Tokscale.Core.Sources;

/// <summary>A folder, or a single file, where an agent keeps logs.</summary>
/// <param name="Place">The folder that <paramref name="Path"/> starts from.</param>
/// <param name="Path">Relative path with <c>/</c> between parts; a part may be <c>*</c>, which stands for every folder there.</param>
/// <param name="Systems">Where this root exists.</param>
/// <param name="UnlessSet">
/// An environment variable that stands for this root alone; declare it as one that adds. Null: only variables that replace all
/// roots concern it.
/// </param>
public sealed record SourceRoot(RootPlace Place, string Path, RootSystems Systems = RootSystems.All, string? UnlessSet = null);
