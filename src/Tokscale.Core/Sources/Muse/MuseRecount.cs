using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Muse;

/// <summary>Second reader of Muse Code's logs.</summary>
internal sealed class MuseRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(CallsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        string? configured = null;
        foreach (JsonElement record in RecountFile.Objects(file.Path).SelectMany(RecordsOf))
        {
            JsonElement payload = record.Member("payload"), told = payload.Member("event");
            string? type = record.Text("payload_type"), kind = told.Text("kind");
            if (type is "run.model.configured" or "runtime.session.metadata") configured = payload.Member("record").Text("model_id") ?? configured;
            if (type != "runtime.session" || kind is not ("model_completed" or "automated_review_completed")) continue;
            string? session = record.Member("stream").Text("id");
            string? number = session is null ? null : record.Member("sequence").CountOrNull()?.ToString(CultureInfo.InvariantCulture);
            JsonElement usage = told.Member("usage");
            long? read = usage.Member("cache_read_tokens").CountOrNull();
            yield return (payload.Text("source_run_record_id") ?? record.Text("id") ?? (number is null ? null : $"{session} {number}"), new()
            {
                File = file.Path,
                TimeMs = RecountTime.Of(record.Member("recorded_at").Number() / 1000)
                    ?? RecountTime.Of(told.Member("completed_at_ms").Number()) ?? file.ModifiedMs,
                Model = told.Text("model") ?? told.Member("model").Text("model_id") ?? configured,
                Session = session ?? file.FolderName,
                Tokens = RecountTokens.Inclusive(
                    usage.Count("input_tokens"), usage.Count("output_tokens"), read ?? usage.AnyOf("cached_tokens", "cached_input_tokens").Count(),
                    usage.Count("cache_write_tokens"), usage.Count("reasoning_tokens")),
            });
        }
    }

    /// <summary>A frame holds records as text.</summary>
    private static IEnumerable<JsonElement> RecordsOf(JsonElement line) => line.Member("children").ValueKind == JsonValueKind.Undefined
        ? [line]
        : line.Member("children").Items().Select(child => RecountJson.Parse(child.Text("record_json"))).Where(record => record.IsObject());
}
