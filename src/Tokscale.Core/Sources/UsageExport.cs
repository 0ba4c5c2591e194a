using Tokscale.Core.Accounts;

namespace Tokscale.Core.Sources;

/// <summary>Gets the text that a user gave as a token; null when it can be none.</summary>
public delegate SessionToken? TokenReader(string text);

/// <summary>Looks an answer of the service over; null when it is no usage export.</summary>
public delegate ExportSummary? ExportReader(ReadOnlySpan<byte> answer);

/// <summary>
/// Usage that an agent keeps at its service and not on disk. Whoever is signed in there gets it as a file, which we keep in our
/// settings folder and read like a log.
/// </summary>
public sealed record UsageExport
{
    /// <summary>The service: scheme and host.</summary>
    public required string Address { get; init; }

    /// <summary>The environment variable that replaces <see cref="Address"/>.</summary>
    public required string AddressVariable { get; init; }

    /// <summary>What is asked for the export; a path with its query.</summary>
    public required string ExportPath { get; init; }

    /// <summary>What is asked to see whether a session is valid: gives a JSON object.</summary>
    public required string CheckPath { get; init; }

    /// <summary>The cookie that the token is sent as.</summary>
    public required string CookieName { get; init; }

    /// <summary>What the service wants to see beside the cookie.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Where users find their token, as a sentence.</summary>
    public required string TokenAdvice { get; init; }

    /// <summary>The file in our settings folder that keeps the tokens.</summary>
    public required string CredentialsFile { get; init; }

    /// <summary>Earlier places of that file.</summary>
    public required IReadOnlyList<SourceRoot> FormerCredentials { get; init; }

    /// <summary>The folder in our settings folder that keeps the exports.</summary>
    public required string Folder { get; init; }

    /// <inheritdoc cref="TokenReader"/>
    public required TokenReader ReadToken { get; init; }

    /// <inheritdoc cref="ExportReader"/>
    public required ExportReader Read { get; init; }
}
