namespace Tokscale.Core.Accounts;

/// <summary>What proves to a service who is asking. It goes to the service and into the credentials file, and nowhere else.</summary>
public sealed class SessionToken
{
    /// <summary>Real ones have some hundred characters; servers take no longer headers than this.</summary>
    private const int LengthMax = 8192;

    private SessionToken(string value, string? user)
    {
        Value = value;
        User = user;
    }

    /// <summary>Whose token it is, as it says itself; null when it does not.</summary>
    public string? User { get; }

    internal string Value { get; }

    /// <summary>A token; null when it cannot be sent as the value of a cookie.</summary>
    public static SessionToken? Of(string value, string? user) =>
        value.Length is > 0 and <= LengthMax && value.All(IsCookieCharacter) ? new SessionToken(value, user) : null;

    /// <summary>Never the token: texts end up in messages and logs.</summary>
    public override string ToString() => "(secret)";

    private static bool IsCookieCharacter(char c) => c is > ' ' and <= '~' and not ('"' or ',' or ';' or '\\');
}
