namespace Tokscale.Core.Accounts;

/// <summary>An account and what was fetched for it.</summary>
/// <param name="Account">The account.</param>
/// <param name="IsActive">It is meant when none is named.</param>
/// <param name="File">Its export; null when none was fetched.</param>
public sealed record AccountState(Account Account, bool IsActive, ExportFile? File);
