using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads values that the writers of some logs put down in more than one kind of JSON.</summary>
public static class LooseJson
{
    /// <summary>As <see cref="JsonCursor.ReadCount"/>, and takes a number inside a string (<c>"12"</c>).</summary>
    public static long? ReadLooseCount(this ref JsonCursor json)
    {
        if (json.Peek() != JsonKind.String) return json.ReadCount();
        ReadOnlySpan<byte> text = json.ReadText().Utf8;
        var quoted = new JsonCursor(text);
        long? count = quoted.ReadCount();
        return quoted.IsAtEnd ? count : null;
    }

    /// <summary>As <see cref="JsonCursor.ReadMoney"/>, and takes a number inside a string (<c>"0.5"</c>).</summary>
    public static decimal? ReadLooseMoney(this ref JsonCursor json)
    {
        if (json.Peek() != JsonKind.String) return json.ReadMoney();
        ReadOnlySpan<byte> text = json.ReadText().Utf8;
        var quoted = new JsonCursor(text);
        decimal? amount = quoted.ReadMoney();
        return quoted.IsAtEnd ? amount : null;
    }

    /// <summary>Reads a time: ISO 8601, or a number of seconds or milliseconds since 1970, inside a string or not.</summary>
    /// <returns>UTC milliseconds since 1970; null when it is no sensible time.</returns>
    public static long? ReadTime(this ref JsonCursor json)
    {
        if (json.Peek() != JsonKind.String) return LogTime.FromNumber(json.ReadNumber());
        ReadOnlySpan<byte> text = json.ReadText().Utf8;
        if (LogTime.Parse(text) is { } timestampMs) return timestampMs;
        var quoted = new JsonCursor(text);
        double? number = quoted.ReadNumber();
        return quoted.IsAtEnd ? LogTime.FromNumber(number) : null;
    }
}
