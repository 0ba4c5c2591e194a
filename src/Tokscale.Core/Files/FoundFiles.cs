using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>What a search for the logs of one source gave.</summary>
/// <param name="Roots">Every place that was looked at.</param>
/// <param name="Files">The logs, each once, by path.</param>
/// <param name="Problems">Folders and files that could not be looked at.</param>
/// <param name="Folders">The folders that were searched and whose listing can be used again.</param>
public sealed record FoundFiles(
    IReadOnlyList<ProbedRoot> Roots, IReadOnlyList<SourceFile> Files, IReadOnlyList<Problem> Problems, IReadOnlyList<FolderListing> Folders);
