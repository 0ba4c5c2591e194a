using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads a model's name that begins with who serves it: <c>provider/model</c>.</summary>
public static class SplitName
{
    /// <summary>Sets model and provider; what follows the first slash is the model, further slashes with it.</summary>
    public static void Set(ref UsageEvent usage, ReadOnlySpan<byte> name, UsageSink sink)
    {
        int slash = name.IndexOf((byte)'/');
        usage.Model = sink.Name(name[(slash + 1)..]);
        usage.Provider = slash > 0 ? sink.Name(name[..slash]) : ModelProvider.Of(usage.Model, sink);
        if (!usage.Model.IsKnown) usage.Model = sink.Name("unknown"u8);
    }
}
