using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVisualStudio;

/// <summary>Second reader of the telemetry of Copilot in Visual Studio.</summary>
internal sealed class CopilotVisualStudioRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(CallsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        IEnumerable<JsonElement> spans = RecountFile.Objects(file.Path).SelectMany(line => line.Member("resourceSpans").Items())
            .SelectMany(program => program.Member("scopeSpans").Items()).SelectMany(part => part.Member("spans").Items());
        foreach (JsonElement span in spans)
        {
            // A later value of an attribute holds.
            var attributes = new Dictionary<string, JsonElement>();
            foreach (JsonElement pair in span.Member("attributes").Items())
                attributes[pair.Text("key") ?? ""] = pair.Member("value").Fields().Select(value => value.Value).FirstOrDefault();
            string? Text(string name) => attributes.GetValueOrDefault("gen_ai." + name).Text();
            long Count(string name) => attributes.GetValueOrDefault("gen_ai.usage." + name).LooseOrNull() ?? 0;
            bool isCall = Text("operation.name") == "chat" || (span.Text("name")?.StartsWith("chat ", StringComparison.Ordinal) ?? false);
            if (!isCall) continue;
            long prompt = Count("input_tokens"), output = Count("output_tokens");
            long read = Math.Min(prompt, Count("cache_read.input_tokens"));
            long written = Math.Min(prompt - read, Count("cache_creation.input_tokens")), thought = Math.Min(output, Count("reasoning.output_tokens"));
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = Time(span.Member("startTimeUnixNano")) ?? Time(span.Member("endTimeUnixNano")) ?? file.ModifiedMs,
                Model = Text("response.model") ?? Text("request.model"),
                Session = Text("conversation.id"),
                Tokens = new(prompt - read - written, output - thought, read, written, 0, thought),
            };
            yield return (span.Text("spanId") is { } id ? $"{span.Text("traceId")} {id}" : null, call);
        }
    }

    /// <summary>Nanoseconds, as text or as a number.</summary>
    private static long? Time(JsonElement element) =>
        (element.IsNumber() ? element.Number() : RecountText.Number(element.Text())) is { } number ? RecountTime.Of(Math.Round(number / 1e6)) : null;
}
