using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Records;

/// <summary>How the lines of one kind are written, and what is taken from the parts that are the same in all of them.</summary>
/// <param name="Stencil">Cut from a line.</param>
/// <param name="Record">What was read from that line.</param>
internal sealed record LineStencil<T>(JsonStencil Stencil, T Record) where T : struct, ILineRecord
{
    /// <summary>Reads a line; false when it does not fit.</summary>
    /// <param name="line">The line.</param>
    /// <param name="record">What was read; means nothing when the line does not fit.</param>
    /// <param name="sink">Knows the names.</param>
    /// <param name="hasRefused">See <see cref="JsonCursor.HasRefused"/>.</param>
    public bool TryRead(ReadOnlySpan<byte> line, ref T record, UsageSink sink, out bool hasRefused)
    {
        record = Record;
        hasRefused = false;
        var json = new JsonCursor(line);
        foreach (ref readonly JsonStencil.Step step in Stencil.Steps)
        {
            if (!Stencil.TryPass(step, ref json)) return false;
            if (step.Field == ILineRecord.OtherField) json.SkipValue();
            else record.Take(step.Field, ref json, sink);
        }
        if (!Stencil.TryPassRest(ref json) || !json.IsAtEnd) return false;
        hasRefused = json.HasRefused;
        Stencil.FitCount++;
        return true;
    }
}
