using Tokscale.Core.Scanning;

namespace Tokscale.Core.Archiving;

/// <summary>A log that the archive has and this disk has not.</summary>
internal readonly record struct GoneLog(FileUsage Usage, bool IsDatabase);
