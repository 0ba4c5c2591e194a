using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>Reads a rollout, compressed or not.</summary>
internal static class RolloutReader
{
    /// <summary>Every counter's name ends like this; inside text the quote would be escaped.</summary>
    private static readonly LineMarker s_marker = new("_tokens\""u8, RolloutLine.InterestOf);

    /// <param name="file">The log.</param>
    /// <param name="reader">The worker's reader.</param>
    /// <param name="sink">Where rows go.</param>
    /// <param name="program">Who wrote it.</param>
    public static void Read(SourceFile file, FileReader reader, UsageSink sink, RolloutProgram program)
    {
        var parser = new RolloutParser(file, sink, program);
        try
        {
            if (RolloutFile.IsCompressed(file)) JsonLines.Read(reader.OpenZstdLines(file, s_marker), parser, sink);
            else JsonLines.Resume(file, reader, s_marker, parser, sink);
        }
        finally
        {
            parser.Finish();
        }
    }
}
