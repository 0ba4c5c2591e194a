using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads a model's name that begins with who serves it: <c>provider/model</c>.</summary>
public static class SplitName
{
    /// <summary>Sets model and provider; what follows the first separator is the model, further ones with it.</summary>
    public static void Set(ref UsageEvent usage, ReadOnlySpan<byte> name, UsageSink sink, char separator = '/')
    {
        int split = name.IndexOf((byte)separator);
        NameId model = sink.Name(name[(split + 1)..]);
        usage.Model = sink.ModelOrUnknown(model);
        usage.Provider = split > 0 ? sink.Name(name[..split]) : ModelProvider.Of(model, sink);
    }
}
