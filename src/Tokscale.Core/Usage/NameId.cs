namespace Tokscale.Core.Usage;

/// <summary>
/// A name from a log (model, session, project …), interned in the <see cref="NameTable"/> of its scan.
/// The default value means that the log does not say.
/// </summary>
public readonly record struct NameId(int Index)
{
    public bool IsKnown => Index != 0;
}
