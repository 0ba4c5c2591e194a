using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>What one log file holds, before copies are resolved over all files of its source.</summary>
public sealed class FileUsage(SourceFile file)
{
    public SourceFile File { get; } = file;

    /// <summary>Rows in the order of the file.</summary>
    public List<UsageRow> Rows { get; } = [];

    /// <summary>The session that owns the file, for rules that follow forks.</summary>
    public NameId Session { get; set; }

    /// <summary>The session that this one was forked from or spawned by.</summary>
    public NameId ParentSession { get; set; }

    /// <summary>What could not be used.</summary>
    public List<Problem> Problems { get; } = [];
}
