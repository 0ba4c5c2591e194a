using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Shared.Telemetry;

/// <summary>What second readers of OpenTelemetry exports have in common.</summary>
internal static class TelemetryRecount
{
    /// <summary>Says whether a program exported a record: by the name of its service or of the scope, or by one of its attributes.</summary>
    public static bool IsOf(JsonElement line, string name, string attributeStart)
    {
        JsonElement resource = line.Member("resource");
        IEnumerable<JsonElement> pairs = resource.Member("_rawAttributes").Items().Where(pair => pair.Items().FirstOrDefault().Is("service.name"));
        return resource.Member("attributes").Member("service.name").Is(name)
            || pairs.Any(pair => pair.Items().ElementAtOrDefault(1).Is(name))
            || line.Member("instrumentationScope").Member("name").Is(name)
            || line.Member("attributes").Fields().Any(attribute => attribute.Name.StartsWith(attributeStart, StringComparison.Ordinal));
    }

    /// <summary>A time, which is a pair of seconds and nanoseconds.</summary>
    public static long? Time(JsonElement line, string field)
    {
        JsonElement[] parts = [.. line.Member(field).Items()];
        if (parts.Length == 0) return line.Member(field).Time();
        return RecountTime.Of(parts[0].Number() + (parts.Length > 1 ? parts[1].Number() / 1e9 : 0));
    }
}
