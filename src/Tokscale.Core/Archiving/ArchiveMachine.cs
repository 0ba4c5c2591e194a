namespace Tokscale.Core.Archiving;

/// <summary>A machine whose logs an archive holds.</summary>
/// <param name="Id">32 hexadecimal digits, made at random for the first archive there.</param>
/// <param name="Name">The machine's name; null when it has none.</param>
/// <param name="IsOwn">The archive was made there.</param>
/// <param name="LogCount">How many of its logs the archive holds.</param>
/// <param name="UpdatedMs">When the archive was last updated there, UTC milliseconds since 1970.</param>
public sealed record ArchiveMachine(string Id, string? Name, bool IsOwn, int LogCount, long UpdatedMs);
