namespace Tokscale.Terminal;

/// <summary>What a text means to the eye; a theme gives it a colour.</summary>
public enum ScreenTone : byte
{
    Plain,

    /// <summary>What the whole is about.</summary>
    Title,

    /// <summary>What a row is about.</summary>
    Name,

    /// <summary>A number that matters most.</summary>
    Strong,

    /// <summary>Of lesser weight.</summary>
    Dim,

    /// <summary>Needs a look.</summary>
    Caution,

    /// <summary>Needs a look now.</summary>
    Alarm,

    /// <summary>A part of a whole, drawn as a bar.</summary>
    Bar,
}
