namespace Tokscale.Core.Archiving;

/// <summary>What happened to a log since it was archived.</summary>
internal enum LogChange : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>More was written behind what was there: the log still has all that the archive has.</summary>
    Grown,

    /// <summary>It is as it was, but a file that explained it is gone: the archive knows it better.</summary>
    Bereft,

    /// <summary>It was written anew, or is a database: the log may lack what the archive has.</summary>
    Rewritten,
}
