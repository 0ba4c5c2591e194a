using System.Globalization;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>
/// The generation of a log's format, which its name tells. When the program rewrites a session in a newer one, the older file stays
/// beside it and is not written any more.
/// </summary>
internal static class DshGeneration
{
    /// <summary>The newest one that is known here.</summary>
    public const int Newest = 4;

    private const string Start = "session", VersionStart = ".v", Plain = ".jsonl", Compressed = Plain + ".zstd";

    /// <summary>0 for <c>session.jsonl</c>, N for <c>session.vN.jsonl</c>, each perhaps with <c>.zstd</c>; null: the file is no log.</summary>
    public static int? Of(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> name = path[(path.LastIndexOfAny('/', '\\') + 1)..];
        ReadOnlySpan<char> end = name.EndsWith(Compressed, StringComparison.Ordinal) ? Compressed : Plain;
        if (!name.StartsWith(Start, StringComparison.Ordinal) || !name.EndsWith(end, StringComparison.Ordinal)) return null;
        ReadOnlySpan<char> version = name[Start.Length..^end.Length];
        if (version.IsEmpty) return 0;
        bool isNumber = version.StartsWith(VersionStart, StringComparison.Ordinal) && version[VersionStart.Length..] is not ['0', ..];
        return isNumber && int.TryParse(version[VersionStart.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
    }
}
