using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>Reads what is known of a session as a whole; its usage is in other files, so <see cref="GrokCopies"/> joins them.</summary>
internal sealed class GrokFacts(SourceFile file, UsageSink sink)
{
    /// <summary>Two levels: the folder that the session worked in, encoded like a part of an address, and the session.</summary>
    public void NoteFolder()
    {
        string[] parts = file.RelativePath.Split('/');
        NameId project = parts.Length > 3 ? sink.Name(Uri.UnescapeDataString(parts[1])) : default;
        Note(GrokCopies.FolderNote, new UsageEvent { Project = project });
    }

    public void ReadSummary(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        var facts = default(UsageEvent);
        long? createdMs = null, updatedMs = null;
        ulong parent = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("info"u8)) facts.Project = sink.Name(json.ReadTextIn("cwd"u8).Utf8);
            else if (name.Is("current_model_id"u8)) facts.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("parent_session_id"u8)) parent = GrokCopies.LinkOf(json.ReadText().Utf8);
            else if (name.Is("created_at"u8)) createdMs = json.ReadTime();
            else if (name.Is("updated_at"u8)) updatedMs = json.ReadTime();
            else json.SkipValue();
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        facts.TimestampMs = createdMs ?? updatedMs ?? 0;
        Note(GrokCopies.SummaryNote, facts, parent);
    }

    public void ReadSignals(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        var facts = default(UsageEvent);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("primaryModelId"u8)) facts.Model = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        if (json.IsAtEnd) Note(GrokCopies.SignalsNote, facts);
        else sink.Report(ProblemKind.MalformedFile);
    }

    private void Note(int flag, UsageEvent facts, ulong parent = 0)
    {
        facts.Session = sink.Name(file.FolderName);
        sink.Usage.RowsInReading.Add(new UsageRow { Flags = flag, Link = parent, Event = facts });
    }
}
