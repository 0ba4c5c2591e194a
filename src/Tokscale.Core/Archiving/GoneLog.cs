using Tokscale.Core.Scanning;

namespace Tokscale.Core.Archiving;

/// <summary>A log that the archive has and this disk has not.</summary>
/// <param name="Usage">What is known of it.</param>
/// <param name="IsDatabase">See <see cref="ArchivedLog.IsDatabase"/>.</param>
/// <param name="ReadAtMs">See <see cref="ArchivedLog.ReadAtMs"/>.</param>
internal readonly record struct GoneLog(FileUsage Usage, bool IsDatabase, long ReadAtMs);
