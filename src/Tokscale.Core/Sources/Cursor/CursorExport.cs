using Tokscale.Core.Accounts;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>How usage is fetched from Cursor's web site. None of this is documented; see FORMAT.md.</summary>
internal static class CursorExport
{
    public const string Folder = "cursor-cache";

    private const string CredentialsName = "cursor-credentials.json";
    private const string CookieName = "WorkosCursorSessionToken";
    private const string Separator = "::", EncodedSeparator = "%3A%3A";

    public static UsageExport Export { get; } = new()
    {
        Address = "https://cursor.com",
        AddressVariable = "TOKSCALE_CURSOR_URL",
        ExportPath = "/api/dashboard/export-usage-events-csv?strategy=tokens",
        CheckPath = "/api/usage-summary",
        CookieName = CookieName,
        Headers =
        [
            ("Accept", "*/*"),
            ("Referer", "https://www.cursor.com/settings"),
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"),
        ],
        TokenAdvice =
            $"Sign in at cursor.com in a browser, open the developer tools (F12) there, and copy the value of the cookie {CookieName}.",
        CredentialsFile = CredentialsName,
        FormerCredentials =
        [
            // As with exports: from before settings moved to %APPDATA%.
            new(RootPlace.Home, ".config/tokscale/" + CredentialsName, RootSystems.Windows),
            new(RootPlace.Home, ".token-tracker/" + CredentialsName),
        ],
        Folder = Folder,
        ReadToken = ReadToken,
        Read = Read,
    };

    /// <summary>Takes the value of the cookie as browsers and their tools give it: with its name, in quotes, decoded.</summary>
    private static SessionToken? ReadToken(string text)
    {
        string token = text.Trim();
        if (token.StartsWith(CookieName + "=", StringComparison.Ordinal)) token = token[(CookieName.Length + 1)..];
        token = token.TrimEnd(';').Trim('"').Replace(Separator, EncodedSeparator, StringComparison.Ordinal);
        int userLength = token.IndexOf(EncodedSeparator, StringComparison.OrdinalIgnoreCase);
        return SessionToken.Of(token, userLength > 0 ? token[..userLength] : null);
    }

    private static ExportSummary? Read(ReadOnlySpan<byte> answer)
    {
        if (answer.StartsWith("\uFEFF"u8)) answer = answer[3..];
        var rows = new CsvReader(answer);
        if (!rows.TryRead()) return null;
        var columns = CursorColumns.Of(rows);
        // The date leads in every version, and a page that happens to name all columns is not to be thought of.
        if (!columns.IsComplete || columns.Date != 0) return null;
        var summary = new ExportSummary(0, null, null);
        while (rows.TryRead())
        {
            if (CursorParser.TimeOf(rows[columns.Date]) is not { } timestampMs) continue;
            var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).UtcDateTime);
            summary = new ExportSummary(
                summary.RowCount + 1,
                summary.FirstDay is { } first && first < day ? first : day,
                summary.LastDay is { } last && last > day ? last : day);
        }
        return summary;
    }
}
