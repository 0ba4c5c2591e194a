using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources;

/// <summary>
/// An agent whose logs we read: where they lie, how a file becomes usage rows, and which rows are copies of one call.
/// Holds no state; a scan calls <see cref="Read"/> from several threads.
/// </summary>
public abstract class UsageSource
{
    /// <summary>The id in options and JSON: lower case, never changed once released.</summary>
    public abstract string Id { get; }

    /// <summary>The name that people know.</summary>
    public abstract string Name { get; }

    /// <summary>Where the logs lie, for every operating system.</summary>
    public abstract IReadOnlyList<SourceRoot> Roots { get; }

    /// <summary>Environment variables that replace or add to <see cref="Roots"/>.</summary>
    public virtual IReadOnlyList<RootVariable> Variables => [];

    /// <summary>Says whether a file is a log.</summary>
    /// <param name="relativePath">Path below its root with <c>/</c> between parts; empty when the root itself is the file.</param>
    public abstract bool IsLog(ReadOnlySpan<char> relativePath);

    /// <summary>Says whether a folder can hold logs; saves walking through the others.</summary>
    /// <param name="relativeFolder">Path below its root with <c>/</c> between parts.</param>
    public virtual bool IsSearched(ReadOnlySpan<char> relativeFolder) => true;

    /// <summary>Places that only other files of the agent can tell, such as a list of its projects.</summary>
    public virtual IEnumerable<string> FindFurtherRoots(HomeDirectory home) => [];

    /// <summary>Another agent's places, whose logs count with that agent even where one of our own roots is the same folder.</summary>
    public virtual IEnumerable<string> FindForeignRoots(HomeDirectory home) => [];

    /// <summary>
    /// The cost in the log is what the agent charges, so it counts rather than one calculated from tokens. A logged 0 counts
    /// only where no price is known: agents write it for subscriptions too.
    /// </summary>
    public virtual bool BillsByLoggedCost => false;

    /// <summary>Length of the window in which the agent's subscriptions count usage; null where they have none.</summary>
    public virtual TimeSpan? BillingWindow => null;

    /// <summary>What this service hands on for other agents; null for an agent.</summary>
    public virtual Gateway? Gateway => null;

    /// <summary>How the agent's usage is fetched from its service; null where it is on disk.</summary>
    public virtual UsageExport? Export => null;

    /// <summary>How copies of one billed call are told and which of them counts.</summary>
    public virtual DuplicateRule Duplicates => DuplicateRule.EarliestCopy;

    /// <summary>A second reader to check this one with; null where there is none yet.</summary>
    public virtual IRecount? Recount => null;

    /// <summary>Reads one log into rows. What cannot be used is reported to the sink, never thrown.</summary>
    /// <exception cref="IOException">The file cannot be read (any more); the scan reports it and keeps the rows so far.</exception>
    public abstract void Read(SourceFile file, FileReader reader, UsageSink sink);
}
