namespace Tokscale.Core.Scanning;

/// <summary>A source whose files were looked at one by one, and what they came to.</summary>
internal readonly record struct ReadSource(SourceScan Scan, IReadOnlyList<FileUsage> Usages);
