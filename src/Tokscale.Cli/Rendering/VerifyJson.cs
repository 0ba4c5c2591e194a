using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Cli.Rendering;

/// <summary>The JSON of two counts side by side.</summary>
internal static class VerifyJson
{
    /// <summary>More differences than anyone looks at.</summary>
    private const int DifferencesMax = 1000;

    public static void Write(Utf8JsonWriter json, IReadOnlyList<SourceRecount> sources, JsonEnvelope envelope)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteBoolean("agrees", sources.All(source => source.Agrees));
        json.WriteStartArray("sources");
        foreach (SourceRecount source in sources) WriteSource(json, source);
        json.WriteEndArray();
        json.WriteStartArray("differences");
        IEnumerable<(SourceRecount Source, RecountDifference Difference)> differences =
            sources.SelectMany(source => source.Differences.Select(difference => (source, difference)));
        foreach ((SourceRecount source, RecountDifference difference) in differences.Take(DifferencesMax))
            WriteDifference(json, source, difference);
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, SourceRecount source)
    {
        json.WriteStartObject();
        json.WriteString("client", source.Source.Id);
        json.WriteNumber("fileCount", source.FileCount);
        json.WriteNumber("fileBytes", source.FileBytes);
        json.WriteBoolean("isRecounted", source.Recounted is not null);
        WriteFigures(json, "counted", source.Counted);
        WriteFigures(json, "recounted", source.Recounted);
        json.WriteNumber("differenceCount", source.Differences.Count);
        json.WriteOptional("failure", source.Failure);
        json.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter json, SourceRecount source, RecountDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("client", source.Source.Id);
        json.WriteString("day", difference.Group.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteOptional("model", difference.Group.Model);
        json.WriteOptional("session", difference.Group.Session);
        WriteFigures(json, "counted", difference.Counted);
        WriteFigures(json, "recounted", difference.Recounted);
        json.WriteNames("files", difference.Files);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, string name, GroupFigures? figures)
    {
        if (figures is not { } known)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("callCount", known.Calls);
        json.WriteNumber("messageCount", known.Messages);
        json.WriteTokens(known.Tokens);
        json.WriteMoney("loggedCostUsd", known.LoggedCostUsd);
        json.WriteEndObject();
    }
}
