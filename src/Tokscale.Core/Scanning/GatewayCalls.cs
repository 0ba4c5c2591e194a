using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>Gives gateways the calls that agents which were not asked for made through them.</summary>
internal static class GatewayCalls
{
    /// <param name="all">A scan of the sources that were asked for, and then of all others.</param>
    /// <param name="askedCount">How many were asked for.</param>
    /// <returns>The sources that were asked for.</returns>
    public static ScanResult Assign(ScanResult all, int askedCount)
    {
        var asked = new SourceScan[askedCount];
        for (int index = 0; index < askedCount; index++)
        {
            SourceScan source = all.Sources[index];
            asked[index] = source.Source.Gateway is { } gateway ? source with { Events = CallsOf(source, gateway, all, askedCount) } : source;
        }
        return all with { Sources = asked };
    }

    private static PackedEvents CallsOf(SourceScan asked, Gateway gateway, ScanResult all, int askedCount)
    {
        var calls = new EventPacker();
        calls.Add(asked.Events);
        var served = new Dictionary<(NameId Model, NameId Provider), bool>();
        foreach (SourceScan source in all.Sources.Skip(askedCount))
        {
            foreach (UsageEvent call in source.Events)
            {
                (NameId, NameId) key = (call.Model, call.Provider);
                if (!served.TryGetValue(key, out bool isServed))
                {
                    isServed = gateway.Serves(all.Names[call.Model], all.Names[call.Provider]);
                    served.Add(key, isServed);
                }
                if (isServed) calls.Add(Rename(call, gateway, source.Source, all.Names));
            }
        }
        return calls.Packed;
    }

    private static UsageEvent Rename(UsageEvent call, Gateway gateway, UsageSource loggedBy, NameTable names)
    {
        if (names[call.Model] is { } model) call.Model = names.Add(gateway.NameModel(model));
        if (gateway.Provider is not null) call.Provider = names.Add(gateway.Provider);
        // Which cost counts is for the agent to say that logged it.
        call.IsCostFinal |= loggedBy.BillsByLoggedCost && call.LoggedCostUsd > 0;
        return call;
    }
}
