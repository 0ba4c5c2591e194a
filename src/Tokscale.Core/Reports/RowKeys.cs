using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Gives every combination of group keys a row number. Keys become small numbers, and a row is a path of them.</summary>
internal sealed class RowKeys(ReportQuery query, ScanResult scan, TimeBuckets buckets, Func<string, string> readableName)
{
    /// <summary>The number for "the log does not say".</summary>
    private const int UnknownPart = -1;

    // Agents differ in whether they write a slash at the end.
    private static readonly Func<string, string> s_samePath = static path => path.Length > 1 ? path.TrimEnd('/') : path;

    private readonly Dictionary<(int Parent, int Part), int> _children = [];
    private readonly List<(int Parent, int Part)> _nodes = [(0, 0)];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _textNames = [];
    private readonly Dictionary<NameId, int> _modelParts = [];
    private readonly Dictionary<NameId, int> _projectParts = [];

    // Neighbouring events nearly always share their keys, so the last step at each depth is remembered.
    private readonly (int Parent, int Part, int Node)[] _lastSteps = new (int, int, int)[query.Groups.Count];
    private (NameId Id, int Part) _lastModel, _lastProject;

    /// <summary>The row of an event.</summary>
    public int RowOf(int source, in UsageEvent call)
    {
        int node = 0;
        for (int depth = 0; depth < _lastSteps.Length; depth++)
        {
            int part = PartOf(query.Groups[depth], source, call);
            ref (int Parent, int Part, int Node) last = ref _lastSteps[depth];
            if (last.Parent != node || last.Part != part || last.Node == 0) last = (node, part, ChildOf(node, part));
            node = last.Node;
        }
        return node;
    }

    /// <summary>The row here of a row of other keys of the same query.</summary>
    public int RowOf(RowKeys other, int row)
    {
        int node = 0;
        int[] parts = other.PartsOf(row);
        for (int depth = 0; depth < parts.Length; depth++)
        {
            bool isText = query.Groups[depth] is GroupKey.Model or GroupKey.Project && parts[depth] != UnknownPart;
            node = ChildOf(node, isText ? TextPart(other._textNames[parts[depth]]) : parts[depth]);
        }
        return node;
    }

    /// <summary>The parts of a row, in the order of the query's keys.</summary>
    public int[] PartsOf(int row)
    {
        var parts = new int[query.Groups.Count];
        for (int index = parts.Length - 1; index >= 0; index--) (row, parts[index]) = _nodes[row];
        return parts;
    }

    /// <summary>What a part stands for; null when the log does not say.</summary>
    public string? NameOf(GroupKey key, int part) => key switch
    {
        _ when part == UnknownPart => null,
        GroupKey.Client => scan.Sources[part].Source.Id,
        GroupKey.Model or GroupKey.Project => _textNames[part],
        _ when key.IsPeriod() => TimeBuckets.NameOf(key, part),
        _ => scan.Names[new NameId(part)],
    };

    private int ChildOf(int parent, int part)
    {
        if (_children.TryGetValue((parent, part), out int node)) return node;
        node = _nodes.Count;
        _nodes.Add((parent, part));
        _children.Add((parent, part), node);
        return node;
    }

    private int PartOf(GroupKey key, int source, in UsageEvent call) => key switch
    {
        GroupKey.Client => source,
        GroupKey.Provider => PartOf(call.Provider),
        GroupKey.Model => TextPart(_modelParts, ref _lastModel, call.Model, readableName),
        GroupKey.ModelId => PartOf(call.Model),
        GroupKey.Project => TextPart(_projectParts, ref _lastProject, call.Project, query.ProjectOf ?? s_samePath),
        GroupKey.Session => PartOf(call.Session),
        GroupKey.Agent => PartOf(call.Agent),
        _ => buckets.PeriodOf(key, call.TimestampMs),
    };

    private static int PartOf(NameId id) => id.IsKnown ? id.Index : UnknownPart;

    private int TextPart(Dictionary<NameId, int> known, ref (NameId Id, int Part) last, NameId id, Func<string, string> textOf)
    {
        if (!id.IsKnown) return UnknownPart;
        if (id == last.Id) return last.Part;
        if (!known.TryGetValue(id, out int part))
        {
            part = TextPart(textOf(scan.Names[id]!));
            known.Add(id, part);
        }
        last = (id, part);
        return part;
    }

    private int TextPart(string text)
    {
        if (_texts.TryGetValue(text, out int part)) return part;
        part = _textNames.Count;
        _textNames.Add(text);
        _texts.Add(text, part);
        return part;
    }
}
