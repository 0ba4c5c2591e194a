using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Reads a model's name: <c>provider:model</c>.</summary>
internal static class MuxModel
{
    public static void Set(ref UsageEvent usage, ReadOnlySpan<byte> name, UsageSink sink)
    {
        int colon = name.IndexOf((byte)':');
        usage.Model = sink.Name(name[(colon + 1)..]);
        usage.Provider = colon > 0 ? sink.Name(name[..colon]) : ModelProvider.Of(usage.Model, sink);
        if (!usage.Model.IsKnown) usage.Model = sink.Name("unknown"u8);
    }
}
