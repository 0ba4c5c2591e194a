using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.NineRouter;

/// <summary>9Router: a gateway on the user's own machine. It has no log that is read; see FORMAT.md.</summary>
public sealed class NineRouterSource : IUsageSource
{
    private const string ProviderName = "9router";

    public string Id => ProviderName;

    public string Name => "9Router";

    public IReadOnlyList<SourceRoot> Roots => [];

    public Gateway? Gateway { get; } = new((_, provider) => ProviderName.Equals(provider, StringComparison.OrdinalIgnoreCase), model => model);

    public bool IsLog(ReadOnlySpan<char> relativePath) => false;

    /// <summary>Nothing is a log, so nothing is read.</summary>
    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
    }
}
