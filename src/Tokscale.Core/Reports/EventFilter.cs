using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Decides whether events belong to a report. Each name is matched once a scan.</summary>
internal sealed class EventFilter(UsageFilter filter, NameTable names, TimeBuckets buckets, Func<string, string> readableName)
{
    private readonly Dictionary<NameId, bool> _models = [];
    private readonly Dictionary<NameId, bool> _providers = [];
    private readonly Dictionary<NameId, bool> _projects = [];
    private readonly Dictionary<NameId, bool> _sessions = [];
    private readonly Dictionary<NameId, bool> _agents = [];

    public bool Accepts(in UsageEvent call)
    {
        if (!filter.Days.IsOpen && !filter.Days.Contains(buckets.DayOf(call.TimestampMs))) return false;
        if (filter.Model is { } model && !Matches(_models, call.Model, name => model.Matches(name) || model.Matches(readableName(name))))
            return false;
        if (filter.Provider is { } provider && !Matches(_providers, call.Provider, provider.Matches)) return false;
        if (filter.Project is { } project && !Matches(_projects, call.Project, project.Matches)) return false;
        if (filter.Session is { } session && !Matches(_sessions, call.Session, session.Matches)) return false;
        return filter.Agent is not { } agent || Matches(_agents, call.Agent, agent.Matches);
    }

    private bool Matches(Dictionary<NameId, bool> known, NameId id, Func<string, bool> matches)
    {
        if (known.TryGetValue(id, out bool isMatch)) return isMatch;
        isMatch = names[id] is { } name && matches(name);
        known.Add(id, isMatch);
        return isMatch;
    }
}
