namespace Tokscale.Core.Sources;

/// <summary>The folder that a <see cref="SourceRoot"/> starts from.</summary>
public enum RootPlace : byte
{
    /// <summary>The user's home directory.</summary>
    Home,

    /// <summary><c>$XDG_CONFIG_HOME</c>, else <c>~/.config</c>, on every system.</summary>
    XdgConfig,

    /// <summary><c>$XDG_DATA_HOME</c>, else <c>~/.local/share</c>, on every system.</summary>
    XdgData,

    /// <summary><c>$XDG_STATE_HOME</c>, else <c>~/.local/state</c>, on every system.</summary>
    XdgState,

    /// <summary>
    /// The system's folder for settings: as <see cref="XdgConfig"/>, macOS <c>~/Library/Application Support</c>, Windows <c>%APPDATA%</c>.
    /// </summary>
    AppConfig,

    /// <summary>
    /// The system's folder for data: as <see cref="XdgData"/>, macOS <c>~/Library/Application Support</c>, Windows <c>%LOCALAPPDATA%</c>.
    /// </summary>
    AppData,

    /// <summary>Our own settings folder; agents' usage exports are kept below it.</summary>
    Tokscale,
}
