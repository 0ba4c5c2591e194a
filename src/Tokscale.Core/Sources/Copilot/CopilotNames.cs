using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Completes what all records have in common.</summary>
internal static class CopilotNames
{
    /// <summary>Sets the model (unknown when the log has none), who serves it, and the agent.</summary>
    public static void SetModel(ref UsageEvent usage, NameId model, UsageSink sink)
    {
        usage.Model = sink.ModelOrUnknown(model);
        usage.Provider = sink.Name(ModelProvider.Of(sink.NameOf(model)) ?? "github-copilot");
        usage.Agent = sink.Name("copilot"u8);
    }
}
