using Tokscale.Core.Files;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Feeds a file of one JSON record a line to a parser and reports what it could not use.</summary>
public static class JsonLines
{
    /// <param name="lines">An opened file; closed here.</param>
    /// <param name="parser">The parser of this file.</param>
    /// <param name="sink">Where problems go.</param>
    public static void Read(LineReader lines, ILineParser parser, UsageSink sink)
    {
        using (lines)
        {
            while (lines.TryRead(out LogLine line))
            {
                LineOutcome outcome = parser.ReadLine(line);
                // A last line without its end is being written, or its writer was killed: the next run sees more.
                if (outcome == LineOutcome.Malformed && !line.IsTorn) sink.Report(ProblemKind.MalformedLine, line.Number);
            }
            for (int count = 0; count < lines.OversizedLineCount; count++) sink.Report(ProblemKind.OversizedLine);
            if (lines.Damage is { } damage) sink.Report(ProblemKind.UnreadableFile, detail: damage);
        }
    }

    /// <summary>
    /// A cheap look at a line that is not worth reading: a record starts and ends like an object. Tells damage from records
    /// of no interest.
    /// </summary>
    public static LineOutcome Glance(ReadOnlySpan<byte> line) =>
        line[0] == '{' && line[^1] == '}' ? LineOutcome.NoUsage : LineOutcome.Malformed;
}
