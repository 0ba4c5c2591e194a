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
        using (lines) ReadAll(lines, parser, sink);
    }

    /// <summary>
    /// As <see cref="Read(LineReader, ILineParser, UsageSink)"/>, from where an earlier scan stopped if the file has only grown.
    /// </summary>
    public static void Resume(SourceFile file, FileReader reader, LineMarker? marker, IResumableParser parser, UsageSink sink)
    {
        ResumePoint? earlier = sink.Usage.Resume;
        if (earlier is not null)
        {
            using var state = new BinaryReader(new MemoryStream(earlier.State));
            parser.LoadState(state);
        }
        using LineReader lines = reader.OpenLines(file, marker, earlier);
        ReadAll(lines, parser, sink);
        bool mayResume = !lines.EndedTorn && parser.CanResume;
        sink.Usage.Resume = mayResume && reader.HashComplete(file) is { } hash
            ? new ResumePoint(lines.CompleteBytes, lines.CompleteLineCount, sink.Keep<StateBuffer>().Save(parser), hash)
            : null;
    }

    /// <summary>
    /// A cheap look at a line that is not worth reading: a record starts and ends like an object. Tells damage, which may have
    /// eaten other records, from records of no interest.
    /// </summary>
    public static LineOutcome Glance(ReadOnlySpan<byte> line) =>
        line[0] == '{' && line[^1] == '}' ? LineOutcome.NoUsage : LineOutcome.Malformed;

    private static void ReadAll(LineReader lines, ILineParser parser, UsageSink sink)
    {
        while (lines.TryRead(out LogLine line))
        {
            bool isDamaged = parser.ReadLine(line) == LineOutcome.Malformed && !JoinedRecords.TryRead(line, parser)
                // A line that can have no usage is told as damaged for what a glance sees, however its head was taken.
                && (lines.HoldsMarker(line) || Glance(line.Bytes) == LineOutcome.Malformed);
            if (isDamaged || line.HasNuls) sink.Report(ProblemKind.MalformedLine, line.Number);
        }
        for (int count = 0; count < lines.NulLineCount; count++) sink.Report(ProblemKind.MalformedLine);
        for (int count = 0; count < lines.OversizedLineCount; count++) sink.Report(ProblemKind.OversizedLine);
        if (lines.Damage is { } damage) sink.Report(ProblemKind.UnreadableFile, detail: damage);
    }

    /// <summary>Takes the state of one parser after the other.</summary>
    private sealed class StateBuffer
    {
        private readonly MemoryStream _state = new();
        private readonly BinaryWriter _writer;

        public StateBuffer() => _writer = new BinaryWriter(_state);

        public byte[] Save(IResumableParser parser)
        {
            _state.SetLength(0);
            parser.SaveState(_writer);
            _writer.Flush();
            return _state.ToArray();
        }
    }
}
