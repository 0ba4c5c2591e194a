namespace Tokscale.Core.Archiving;

/// <summary>As much of an archived log as tells whether it may add something to the logs on disk.</summary>
/// <param name="IsOwn">It is a log of this machine.</param>
/// <param name="Path">Where it lies or lay.</param>
/// <param name="HasLost">The log lacks rows that it once had.</param>
/// <param name="IsDatabase">See <see cref="ArchivedLog.IsDatabase"/>.</param>
/// <param name="FileState">See <see cref="ArchivedLog.FileState"/>.</param>
internal readonly record struct LogPlace(bool IsOwn, string Path, bool HasLost, bool IsDatabase, long FileState);
