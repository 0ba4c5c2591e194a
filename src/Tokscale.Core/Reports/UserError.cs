namespace Tokscale.Core.Reports;

/// <summary>
/// Something that only the user can put right. The message is one sentence that says what is wrong and what to do;
/// it is shown as it is.
/// </summary>
public sealed class UserError(string message, UserErrorKind kind = UserErrorKind.Failed) : Exception(message)
{
    public UserErrorKind Kind { get; } = kind;

    /// <summary>An error in the words of the command line.</summary>
    public static UserError InOption(string message) => new(message, UserErrorKind.BadOption);
}
