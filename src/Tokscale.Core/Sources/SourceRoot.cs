namespace Tokscale.Core.Sources;

/// <summary>A folder, or a single file, where an agent keeps logs.</summary>
/// <param name="Place">The folder that <paramref name="Path"/> starts from.</param>
/// <param name="Path">Relative path with <c>/</c> between parts; a part may be <c>*</c>, which stands for every folder there.</param>
/// <param name="Systems">Where this root exists.</param>
public sealed record SourceRoot(RootPlace Place, string Path, RootSystems Systems = RootSystems.All);
