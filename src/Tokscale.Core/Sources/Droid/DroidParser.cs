using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Droid;

/// <summary>Reads one session's running totals: one row.</summary>
internal sealed class DroidParser(SourceFile file, UsageSink sink)
{
    private const string GenericProvider = "generic-chat-completion-api";

    /// <summary>The stem of <c>ID.settings.json</c> is <c>ID.settings</c>.</summary>
    private readonly string _sessionId = Path.GetFileNameWithoutExtension(file.Stem);

    public void Read(FileReader reader)
    {
        if (!DroidSession.TryRead(reader.ReadDocument(file), out DroidSession session, out bool hasRefused))
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (session.Tokens.IsZero) return;
        if (hasRefused) sink.Report(ProblemKind.RefusedNumber);
        string transcriptPath = Path.Join(Path.GetDirectoryName(file.Path), _sessionId + ".jsonl");
        DroidTranscript transcript = DroidTranscript.Read(transcriptPath, sink, needsModel: session.Model.Length == 0);
        bool isCustom = session.Model.StartsWith(DroidModel.CustomPrefix, StringComparison.Ordinal);
        string model = (isCustom ? DroidCustomModels.Find(session.Model, file, sink) : null)
            ?? DroidModel.IdOf(session.Model, transcript.ModelLabel, session.ProviderLock);
        sink.Usage.Session = sink.Name(_sessionId);
        sink.Add(new UsageRow
        {
            Rank = session.Tokens.Total,
            Event = new UsageEvent
            {
                // Totals belong to the last activity, which the lock's time can only precede.
                TimestampMs = Math.Max(file.ModifiedMs, session.LockedMs ?? 0),
                Tokens = session.Tokens,
                Model = sink.Name(model),
                Provider = sink.Name(ProviderOf(session, model)),
                Session = sink.Usage.Session,
                Project = sink.Name(transcript.Cwd ?? EncodedProject()),
                Agent = sink.Name("droid"u8),
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
    }

    private static string? ProviderOf(in DroidSession session, string model)
    {
        string provider = session.ProviderLock == GenericProvider ? session.ApiProviderLock : session.ProviderLock;
        if (provider.Length == 0) provider = session.RoutedProvider;
        return provider.Length > 0 ? provider : ModelProvider.Of(model);
    }

    /// <summary>The folder is named after the working directory; the flat layout has none.</summary>
    private string? EncodedProject() => file.RelativePath.Contains('/') ? file.FolderName : null;
}
