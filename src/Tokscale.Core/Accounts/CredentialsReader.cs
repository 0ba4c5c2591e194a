using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Accounts;

/// <summary>Reads accounts as we write them, or the single one of earlier versions. An account without a usable token is none.</summary>
internal sealed class CredentialsReader(UsageExport export)
{
    /// <summary>True when a version wrote this that may mean other things by the same names.</summary>
    public static bool IsNewer(JsonElement root) => root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("version", out JsonElement version)
        && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out int number) && number > CredentialsWriter.Version;

    /// <returns>Null when this is no file with accounts.</returns>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public AccountList? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        if (!root.TryGetProperty("accounts", out JsonElement accounts))
            return ReadAccount(root, id: null) is { } single ? AccountList.Empty.With(single) : null;
        if (accounts.ValueKind != JsonValueKind.Object) return null;
        IEnumerable<Account?> read = accounts.EnumerateObject().Select(entry => ReadAccount(entry.Value, entry.Name));
        ImmutableArray<Account> known = [.. read.OfType<Account>().DistinctBy(account => account.Id)];
        bool isUsable = !known.IsEmpty || !accounts.EnumerateObject().Any();
        return isUsable ? new AccountList(known, Account.IdOf(TextOf(root, "activeAccountId"))) : null;
    }

    private Account? ReadAccount(JsonElement account, string? id)
    {
        if (account.ValueKind != JsonValueKind.Object || TextOf(account, "sessionToken") is not { } text) return null;
        if (export.ReadToken(text) is not { } token) return null;
        string? userId = TextOf(account, "userId") ?? token.User, label = TextOf(account, "label");
        // An id in the file is made safe again: it becomes a part of file names.
        return new Account(Account.IdOf(id) ?? Account.IdOf(token.User) ?? Account.IdOf(userId) ?? Account.UsualId, token)
        {
            UserId = userId,
            CreatedMs = TextOf(account, "createdAt") is { } created ? LogTime.Parse(Encoding.UTF8.GetBytes(created)) : null,
            Label = label,
        };
    }

    private static string? TextOf(JsonElement parent, string name)
    {
        bool isText = parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String;
        return isText && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }
}
