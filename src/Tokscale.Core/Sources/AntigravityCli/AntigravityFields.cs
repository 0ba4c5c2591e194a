using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>Takes single fields out of messages.</summary>
internal static class AntigravityFields
{
    private const int SecondsField = 1, NanosecondsField = 2;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The bytes of a field, the last of its number; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, out bool isValid, int field)
    {
        ReadOnlySpan<byte> found = default;
        var fields = new ProtobufReader(message);
        while (fields.TryRead())
        {
            if (fields.Field == field) found = fields.Bytes;
        }
        isValid = !fields.HasFailed;
        return found;
    }

    /// <summary>A time as seconds and nanoseconds, in UTC milliseconds since 1970; null when it is none.</summary>
    public static long? TimeOf(ReadOnlySpan<byte> timestamp)
    {
        double seconds = 0;
        var fields = new ProtobufReader(timestamp);
        while (fields.TryRead())
        {
            if (fields.Field == SecondsField) seconds += fields.Number;
            else if (fields.Field == NanosecondsField) seconds += fields.Number / NanosecondsPerSecond;
        }
        return LogTime.FromNumber(seconds);
    }
}
