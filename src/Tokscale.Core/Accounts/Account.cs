using System.Text;

namespace Tokscale.Core.Accounts;

/// <summary>Somebody who is logged in at a service.</summary>
/// <param name="Id">Names the account and its files: see <see cref="IdOf"/>.</param>
/// <param name="Token">The session at the service.</param>
public sealed record Account(string Id, SessionToken Token)
{
    /// <summary>The id of an account that nothing else tells one of.</summary>
    public const string UsualId = "default";

    private const int IdLengthMax = 80;

    /// <summary>The id at the service; null when it is not known.</summary>
    public string? UserId { get; init; }

    /// <summary>When it was logged in, UTC milliseconds since 1970; null when it is not known.</summary>
    public long? CreatedMs { get; init; }

    /// <summary>The name that the user gave it.</summary>
    public string? Label { get; init; }

    /// <summary>How messages call it.</summary>
    public string DisplayName => Label is null ? Id : $"{Label} ({Id})";

    /// <summary>A name as an id: lower case, with nothing that has a meaning in a file name. Null when nothing is left.</summary>
    public static string? IdOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var id = new StringBuilder();
        foreach (char c in name.Trim().ToLowerInvariant())
        {
            if (id.Length == IdLengthMax) break;
            id.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        }
        return id.ToString();
    }
}
