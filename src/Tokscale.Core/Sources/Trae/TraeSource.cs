using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Trae: the account's usage as another tool's sync saved it; the editor keeps none. See FORMAT.md.</summary>
public sealed class TraeSource : IUsageSource
{
    public string Id => "trae";

    public string Name => "Trae";

    public IRecount Recount { get; } = new TraeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Tokscale, "trae-cache/sessions")];

    public bool BillsByLoggedCost => true;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => new TraeParser(file, sink).Read(reader.ReadDocument(file));
}
