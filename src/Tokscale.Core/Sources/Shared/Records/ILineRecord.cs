using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Records;

/// <summary>
/// What is taken from one line of JSON. Fields have numbers, so that one can be read without its name being looked at again:
/// see <see cref="LineRecordReader{T}"/>. Holds no text of the line itself, only where it stands.
/// </summary>
internal interface ILineRecord
{
    /// <summary>The number of a field that nobody asks for; its value is passed over.</summary>
    const int OtherField = 0;

    /// <summary>The number of the whole object.</summary>
    const int Root = -1;

    /// <summary>The next lines are likely to be written like this one, and to be worth reading.</summary>
    bool IsTypical { get; }

    /// <summary>The number of a field; <see cref="OtherField"/> when it does not matter.</summary>
    /// <param name="parent">The object that holds it: a field for which <see cref="IsObject"/> is true, or <see cref="Root"/>.</param>
    /// <param name="name">Its name.</param>
    static abstract int FieldOf(int parent, scoped in JsonText name);

    /// <summary>The field is read by its own fields, if its value is an object.</summary>
    static abstract bool IsObject(int field);

    /// <summary>
    /// The value is the same in most lines, and what was taken from it holds for any line: a name, not a place in the line.
    /// </summary>
    static abstract bool IsSteady(int field);

    /// <summary>Reads a value. Of an object's field it reads nothing: its fields come next, if the value is an object.</summary>
    /// <param name="field">Not <see cref="OtherField"/>.</param>
    /// <param name="json">Stands before the value.</param>
    /// <param name="sink">Knows the names.</param>
    void Take(int field, ref JsonCursor json, UsageSink sink);
}
