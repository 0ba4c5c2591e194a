namespace Tokscale.Core.Sources;

/// <summary>A folder, or a single file, where an agent keeps logs.</summary>
/// <param name="Place">The folder that <paramref name="Path"/> starts from.</param>
/// <param name="Path">Relative path with <c>/</c> between parts; <c>*</c> in a part stands for anything in a folder's name.</param>
/// <param name="Systems">Where this root exists.</param>
/// <param name="UnlessSet">
/// An environment variable that stands for this root alone; declare it as one that adds. Null: only variables that replace all
/// roots concern it.
/// </param>
public sealed record SourceRoot(RootPlace Place, string Path, RootSystems Systems = RootSystems.All, string? UnlessSet = null);
