using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Recounting;

/// <summary>What is recounted.</summary>
/// <param name="Files">All logs of the source that were found, by path.</param>
/// <param name="Home">Whose logs.</param>
public sealed record RecountInput(IReadOnlyList<SourceFile> Files, HomeDirectory Home);
