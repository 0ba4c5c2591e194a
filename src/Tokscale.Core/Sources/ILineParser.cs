using Tokscale.Core.Files;

namespace Tokscale.Core.Sources;

/// <summary>Turns the lines of one file, in order, into rows. One instance a file.</summary>
public interface ILineParser
{
    /// <param name="line">One line without its end, trimmed and not blank; valid until this returns.</param>
    LineOutcome ReadLine(LogLine line);
}
