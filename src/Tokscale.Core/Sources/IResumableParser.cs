namespace Tokscale.Core.Sources;

/// <summary>A parser whose state can be kept between scans, so that a log that has grown is read only where it is new.</summary>
public interface IResumableParser : ILineParser
{
    /// <summary>False: this file has to be read from its start the next time.</summary>
    bool CanResume { get; }

    /// <summary>Writes what the next lines need of the lines before; names as text.</summary>
    void SaveState(BinaryWriter state);

    /// <summary>Takes up what <see cref="SaveState"/> wrote.</summary>
    void LoadState(BinaryReader state);
}

