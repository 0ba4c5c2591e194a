namespace Tokscale.Cli.Rendering;

/// <summary>What a service said of a session.</summary>
internal enum SessionCheck : byte
{
    /// <summary>It was not asked, or did not answer.</summary>
    NotChecked,
    Valid,
    Expired,
}
