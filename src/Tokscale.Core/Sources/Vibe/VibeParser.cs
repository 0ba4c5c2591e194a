using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>Reads the facts of one session; in the first version's files they stand one level down.</summary>
internal sealed class VibeParser(SourceFile file, UsageSink sink)
{
    private SessionTotals _totals;
    private long? _startMs;
    private NameId _parent;
    private long _prompt, _completion, _cached, _steps;

    /// <summary>
    /// A session keeps counting when its history is compacted under a new id, and begins anew when it is cleared, where older versions named
    /// a parent too: then some counter is smaller. Sub-agents are in a folder below, and begin at nothing.
    /// </summary>
    public static bool GoesOn(FileUsage session, FileUsage parent)
    {
        (UsageRow now, UsageRow before) = (session.Rows.First, parent.Rows.First);
        return Above(session).SequenceEqual(Above(parent)) && now.Flags >= before.Flags && now.Event.Tokens.PromptTotal >= before.Event.Tokens.PromptTotal
            && now.Event.Tokens.Output >= before.Event.Tokens.Output;
    }

    private static ReadOnlySpan<char> Above(FileUsage session)
    {
        ReadOnlySpan<char> folder = session.File.RelativeFolder;
        return folder[..Math.Max(0, folder.LastIndexOf('/'))];
    }

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadFacts(ref json, isInner: false);
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!_totals.Session.IsKnown) _totals.Session = sink.Name(file.RelativePath.Contains('/') ? file.FolderName : file.Stem);
        _totals.TimestampMs ??= _startMs;
        _totals.Tokens = InclusiveTokens.Split(_prompt, _cached, cacheWrite: 0, _completion, reasoning: 0);
        _totals.Provider = sink.Name(ModelProvider.Of(sink.NameOf(_totals.Model)) ?? "mistral");
        _totals.Flags = (int)Math.Min(_steps, int.MaxValue);
        sink.Usage.ParentSession = _parent;
        _totals.AddTo(sink, file);
    }

    private void ReadFacts(ref JsonCursor json, bool isInner)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("session_id"u8)) _totals.Session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("parent_session_id"u8)) _parent = sink.Name(json.ReadText().Utf8);
            else if (name.Is("start_time"u8)) _startMs = json.ReadTime();
            else if (name.Is("end_time"u8)) _totals.TimestampMs = json.ReadTime();
            else if (name.Is("environment"u8)) _totals.Project = sink.Name(json.ReadTextIn("working_directory"u8).Utf8);
            else if (name.Is("config"u8) || name.Is("agent_config"u8)) _totals.Model = sink.Name(json.ReadTextIn("active_model"u8).Utf8);
            else if (name.Is("stats"u8)) ReadStats(ref json);
            else if (!isInner && name.Is("metadata"u8)) ReadFacts(ref json, isInner: true);
            else json.SkipValue();
        }
    }

    private void ReadStats(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("session_prompt_tokens"u8)) _prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("session_completion_tokens"u8)) _completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("session_cached_tokens"u8)) _cached = json.ReadLooseCount() ?? 0;
            else if (name.Is("steps"u8)) _steps = json.ReadLooseCount() ?? 0;
            // 0 is written when the settings have no price for the model.
            else if (name.Is("session_cost"u8)) _totals.CostUsd = json.ReadLooseMoney() is > 0 and var cost ? cost : null;
            else json.SkipValue();
        }
    }
}
