using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>Applies a rule for copies that may have a mistake: it must cost neither the report nor the archive.</summary>
internal static class CheckedResolve
{
    /// <inheritdoc cref="DuplicateRule.Resolve"/>
    /// <param name="rule">The rule.</param>
    /// <param name="files">All files of the source, by path.</param>
    /// <param name="events">The calls; none when the rule failed, since half of them would look like all.</param>
    /// <param name="failure">What the rule threw; null when all is well.</param>
    public static int Resolve(this DuplicateRule rule, IReadOnlyList<FileUsage> files, out EventPacker events, out Exception? failure)
    {
        events = new EventPacker();
        failure = null;
        if (files.Count == 0) return 0; // Nearly all sources on a machine.
        try
        {
            return rule.Resolve(files, events);
        }
        catch (Exception error)
        {
            events = new EventPacker();
            failure = error;
            return 0;
        }
    }
}
