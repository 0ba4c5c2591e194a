namespace Tokscale.Core.Reports;

/// <summary>Whether the request itself was wrong or could not be carried out.</summary>
public enum UserErrorKind : byte
{
    /// <summary>The request was fine, the work failed.</summary>
    Failed,

    /// <summary>An option, argument or setting has no meaning.</summary>
    BadOption,
}
