namespace Tokscale.Core.Json;

/// <summary>What kind of value comes next.</summary>
public enum JsonKind : byte
{
    /// <summary>Nothing that could start a value: the text is damaged or has ended.</summary>
    None = 0,
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
