using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>Reads a transcript, a list of steps.</summary>
internal static class DevinTranscript
{
    public static void Read(ReadOnlySpan<byte> document, SourceFile file, UsageSink sink)
    {
        NameId session = default, agentModel = default;
        ReadOnlySpan<byte> steps = default;
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("session_id"u8)) session = sink.Name(json.ReadText().Utf8);
                else if (name.Is("agent"u8)) agentModel = sink.Name(json.ReadTextIn("model_name"u8).Utf8);
                else if (name.Is("steps"u8)) steps = json.ReadRaw();
                else json.SkipValue();
            }
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (!session.IsKnown) session = sink.Name(file.Stem);
        ReadSteps(steps, session, agentModel, file, sink);
    }

    private static void ReadSteps(ReadOnlySpan<byte> steps, NameId session, NameId agentModel, SourceFile file, UsageSink sink)
    {
        var json = new JsonCursor(steps);
        if (steps.IsEmpty || !json.TryBeginArray()) return;
        for (long number = 1; json.TryMoveToElement(); number++)
        {
            DevinStep step = DevinStep.Read(ref json);
            if (step.Node.IsUserInput || step.Source.Is("user"u8) || step.Tokens.IsZero) continue;
            long? timestampMs = step.Node.CreatedMs ?? step.TimestampMs;
            if (timestampMs is null) sink.Report(ProblemKind.Undated, number);
            var usage = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = step.Tokens,
                Session = session,
                LoggedCredits = step.Node.ComputeUnits,
                DurationMs = step.Node.DurationMs,
                Messages = 1,
            };
            DevinNames.SetModel(ref usage, [sink.Name(step.Node.GenerationModel.Utf8), sink.Name(step.Model.Utf8), agentModel], sink);
            sink.Add(new UsageRow { Key = KeyOf(step, number, sink.NameOf(session)), Event = usage });
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
    }

    private static UInt128 KeyOf(in DevinStep step, long number, string? session)
    {
        if (step.Node.RequestKey is var request && request != 0) return request;
        return RowKey.Join(RowKey.Of(session), step.Id.IsEmpty ? RowKey.Of([number]) : RowKey.Of(step.Id));
    }
}
