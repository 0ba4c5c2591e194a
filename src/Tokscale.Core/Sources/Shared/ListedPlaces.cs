using Tokscale.Core.Json;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Shared;

/// <summary>For documents in which an agent lists the places of its logs: they are read as logs, too, so that damage is told.</summary>
internal static class ListedPlaces
{
    /// <summary>Says whether the document is damaged: places that it lists behind that are not found.</summary>
    public static void Check(ReadOnlySpan<byte> document, UsageSink sink)
    {
        var json = new JsonCursor(document);
        json.SkipValue();
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
    }
}
