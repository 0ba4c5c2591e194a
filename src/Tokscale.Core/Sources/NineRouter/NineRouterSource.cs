using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.NineRouter;

/// <summary>9Router: a gateway on the user's own machine. It has no log that is read; see FORMAT.md.</summary>
public sealed class NineRouterSource : UsageSource
{
    private const string ProviderName = "9router";

    public override string Id => ProviderName;

    public override string Name => "9Router";

    public override IReadOnlyList<SourceRoot> Roots => [];

    public override Gateway? Gateway { get; } = new((_, provider) => ProviderName.Equals(provider, StringComparison.OrdinalIgnoreCase), model => model);

    public override bool IsLog(ReadOnlySpan<char> relativePath) => false;

    /// <summary>Nothing is a log, so nothing is read.</summary>
    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
    }
}
