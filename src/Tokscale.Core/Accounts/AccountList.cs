using System.Collections.Immutable;

namespace Tokscale.Core.Accounts;

/// <summary>The accounts at a service. One of them is active: it is synced when none is named.</summary>
public sealed record AccountList
{
    public static AccountList Empty { get; } = new([], null);

    /// <param name="accounts">Accounts with different ids.</param>
    /// <param name="activeId">The active one; the first is when there is none of this id.</param>
    public AccountList(ImmutableArray<Account> accounts, string? activeId)
    {
        Accounts = accounts;
        Active = accounts.FirstOrDefault(account => account.Id == activeId) ?? accounts.FirstOrDefault();
    }

    public ImmutableArray<Account> Accounts { get; }

    /// <summary>Null when there are no accounts.</summary>
    public Account? Active { get; }

    public bool IsActive(Account account) => account.Id == Active?.Id;

    /// <summary>The account with an id or a label, in any case; null when there is none.</summary>
    public Account? Find(string name) =>
        Accounts.FirstOrDefault(account => account.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Accounts.FirstOrDefault(account => name.Equals(account.Label, StringComparison.OrdinalIgnoreCase));

    /// <summary>With an account that is new or takes the place of the one with its id, and is active.</summary>
    public AccountList With(Account account)
    {
        int place = Accounts.IndexOf(Accounts.FirstOrDefault(other => other.Id == account.Id)!);
        return new AccountList(place < 0 ? Accounts.Add(account) : Accounts.SetItem(place, account), account.Id);
    }

    /// <summary>Without an account. When it was the active one, the first of the others is.</summary>
    public AccountList Without(Account account) => new(Accounts.RemoveAll(other => other.Id == account.Id), Active?.Id);

    /// <summary>With another active account.</summary>
    public AccountList Activate(Account account) => new(Accounts, account.Id);
}
