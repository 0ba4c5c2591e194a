using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Records;

/// <summary>
/// Reads records, one a line. Remembers how the last ones were written, as stencils; a line that fits none of them is read name
/// by name. Used by one thread, which keeps it from file to file.
/// </summary>
internal sealed class LineRecordReader<T> where T : struct, ILineRecord
{
    private const int StencilsMax = 4;

    private readonly StencilSet<T> _stencils;

    public LineRecordReader() => _stencils = new StencilSet<T>(StencilsMax);

    /// <param name="isPlain">Every line is read name by name.</param>
    internal LineRecordReader(bool isPlain) => _stencils = new StencilSet<T>(StencilsMax, isPlain);

    /// <summary>Lines that fitted a stencil, since the beginning.</summary>
    internal long FittedLineCount { get; private set; }

    /// <summary>Stencils that were cut, since the beginning.</summary>
    internal int CutCount => _stencils.CutCount;

    /// <summary>Reads a line.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="record">What was read; complete only if the line is valid.</param>
    /// <param name="sink">Knows the names.</param>
    /// <param name="hasRefused">See <see cref="JsonCursor.HasRefused"/>.</param>
    /// <returns>True when the line is one valid object and nothing else.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, ref T record, UsageSink sink, out bool hasRefused)
    {
        for (int index = 0; index < _stencils.Count; index++)
        {
            if (!TryFit(_stencils[index], line, ref record, sink, out hasRefused)) continue;
            _stencils.CountFit(index);
            FittedLineCount++;
            return true;
        }
        record = default;
        bool mayCut = _stencils.CountMisfit();
        var json = new JsonCursor(line);
        bool isObject = json.TryBeginObject();
        if (isObject) ReadFields(ILineRecord.Root, ref json, ref record, sink, mayCut ? _stencils.Values : null);
        hasRefused = json.HasRefused;
        bool isValid = isObject && json.IsAtEnd;
        if (mayCut && isValid && record.IsTypical && !HasFieldTwice()) _stencils.Cut(line, record);
        return isValid;
    }

    /// <summary>Reads the fields of an object that was entered, name by name.</summary>
    /// <param name="parent">Whose value the object is.</param>
    /// <param name="json">Stands behind the opening bracket, afterwards behind the closing one.</param>
    /// <param name="record">Takes the values.</param>
    /// <param name="sink">Knows the names.</param>
    /// <param name="values">Is told where the values stand; null: it is not asked for.</param>
    public static void ReadFields(int parent, ref JsonCursor json, ref T record, UsageSink sink, List<JsonValueSpan>? values = null)
    {
        while (json.TryReadName(out JsonText name))
        {
            int field = T.FieldOf(parent, name);
            int start = json.Position;
            bool isObject = T.IsObject(field) && json.Peek() == JsonKind.Object;
            if (isObject) values?.Add(new JsonValueSpan(field, start, start, JsonValueKind.Fixed));
            if (field != ILineRecord.OtherField) record.Take(field, ref json, sink);
            if (isObject)
            {
                json.TryBeginObject();
                ReadFields(field, ref json, ref record, sink, values);
                continue;
            }
            if (field == ILineRecord.OtherField || T.IsObject(field)) json.SkipValue();
            values?.Add(new JsonValueSpan(field, start, json.Position, KindOf(field)));
        }
    }

    private static bool TryFit(StencilSet<T>.Known known, ReadOnlySpan<byte> line, ref T record, UsageSink sink, out bool hasRefused)
    {
        record = known.Told;
        hasRefused = false;
        JsonStencil stencil = known.Stencil;
        var json = new JsonCursor(line);
        foreach (ref readonly JsonStencil.Step step in stencil.Steps)
        {
            if (!stencil.TryPass(step, ref json)) return false;
            if (step.Field == ILineRecord.OtherField) json.SkipValue();
            else record.Take(step.Field, ref json, sink);
        }
        if (!stencil.TryPassRest(ref json) || !json.IsAtEnd) return false;
        hasRefused = json.HasRefused;
        return true;
    }

    private static JsonValueKind KindOf(int field) =>
        T.IsObject(field) ? JsonValueKind.Fixed
        : field == ILineRecord.OtherField || T.IsSteady(field) ? JsonValueKind.Steady
        : JsonValueKind.Hole;

    /// <summary>The last of two fields with one name counts; a stencil does not remember which values came last.</summary>
    private bool HasFieldTwice()
    {
        ulong seen = 0;
        foreach (JsonValueSpan value in _stencils.Values)
        {
            if (value.Field == ILineRecord.OtherField) continue;
            ulong bit = 1UL << value.Field;
            if ((seen & bit) != 0) return true;
            seen |= bit;
        }
        return false;
    }
}
