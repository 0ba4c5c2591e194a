namespace Tokscale.Terminal;

/// <summary>A cell of a table on a screen. Texts are safe to print.</summary>
/// <param name="Full">The whole text.</param>
/// <param name="Short">A shorter form of a number; null when there is none.</param>
/// <param name="Tone">Null: the tone of the column.</param>
public readonly record struct ScreenCell(string Full, string? Short = null, ScreenTone? Tone = null);
