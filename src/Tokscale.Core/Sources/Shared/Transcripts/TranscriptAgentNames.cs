using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>Finds what a sub-agent is called: beside its file, else in the transcript that started it.</summary>
internal static class TranscriptAgentNames
{
    private const string FilePrefix = "agent-";

    /// <summary>The name in <c>agent-ID.meta.json</c> beside the file; null when there is none.</summary>
    public static string? OfMetaFile(SourceFile file, UsageSink sink)
    {
        if (!file.Stem.StartsWith(FilePrefix, StringComparison.Ordinal)) return null;
        string path = Path.ChangeExtension(file.Path, ".meta.json");
        if (!sink.DependOn(path).IsFile) return null;
        using var reader = new FileReader();
        var json = new JsonCursor(reader.ReadDocument(path));
        string name = json.ReadTextIn("agentType"u8).ToString();
        return string.IsNullOrWhiteSpace(name) ? null : name;
    }

    /// <summary>
    /// Before there were meta files, the parent's transcript has the name: the result of its Task call tells the agent's id,
    /// and the call tells the kind of agent.
    /// </summary>
    public static void Resolve(SourceFile file, FileReader reader, UsageSink sink)
    {
        Span<UsageRow> rows = CollectionsMarshal.AsSpan(sink.Usage.RowsInReading);
        if (rows.IsEmpty || !file.Stem.StartsWith(FilePrefix, StringComparison.Ordinal)) return;
        string agentId = file.Stem[FilePrefix.Length..];
        if (ParentOf(file, sink.NameOf(rows[0].Event.Session)) is not { } parent) return;
        string? toolUseId = FindToolUse(parent, agentId, reader);
        NameId name = toolUseId is null ? default : sink.Name(FindSubagentType(parent, toolUseId, reader));
        NameId unnamed = sink.Name("subagent"u8);
        if (!name.IsKnown)
        {
            sink.DependOn(parent); // The result that names the agent is written when it is done.
            return;
        }
        foreach (ref UsageRow row in rows)
        {
            if (row.Event.Agent == unnamed) row.Event.Agent = name;
        }
    }

    private static string? ParentOf(SourceFile file, string? session)
    {
        if (session is null) return null;
        // agent-ID.jsonl lies beside its parent, or below a folder named like it.
        string? folder = Path.GetDirectoryName(file.Path);
        while (folder is not null && folder.Length >= file.Root.Length)
        {
            string parent = Path.Join(folder, session + ".jsonl");
            if (FileStatus.Of(parent).IsFile) return parent;
            folder = Path.GetDirectoryName(folder);
        }
        return null;
    }

    /// <summary>The id of the tool call whose result names the agent.</summary>
    private static string? FindToolUse(string parent, string agentId, FileReader reader)
    {
        if (agentId.Length is < 2 or > LineMarker.BytesMax) return null;
        using LineReader lines = reader.OpenLines(parent, new LineMarker(Encoding.UTF8.GetBytes(agentId)));
        while (lines.TryRead(out LogLine line))
        {
            if (line.HasMarker && ToolResultId(line.Bytes) is { } toolUseId) return toolUseId;
        }
        return null;
    }

    private static string? ToolResultId(ReadOnlySpan<byte> line) => FindInContent(line, "tool_result"u8, "tool_use_id"u8, null);

    private static string? FindSubagentType(string parent, string toolUseId, FileReader reader)
    {
        if (toolUseId.Length is < 2 or > LineMarker.BytesMax) return null;
        using LineReader lines = reader.OpenLines(parent, new LineMarker(Encoding.UTF8.GetBytes(toolUseId)));
        while (lines.TryRead(out LogLine line))
        {
            if (line.HasMarker && FindInContent(line.Bytes, "tool_use"u8, "id"u8, toolUseId) is { } name) return name;
        }
        return null;
    }

    /// <summary>
    /// Looks through <c>message.content</c> for a block of a type. Without <paramref name="wantedId"/> gives the block's id,
    /// with it the <c>input.subagent_type</c> of the block with that id.
    /// </summary>
    private static string? FindInContent(ReadOnlySpan<byte> line, ReadOnlySpan<byte> type, ReadOnlySpan<byte> idField, string? wantedId)
    {
        var json = new JsonCursor(line);
        string? found = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("message"u8))
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText field))
            {
                if (!field.Is("content"u8)) json.SkipValue();
                else if (json.TryBeginArray())
                {
                    while (json.TryMoveToElement()) found ??= ReadBlock(ref json, type, idField, wantedId);
                }
            }
        }
        return found;
    }

    private static string? ReadBlock(ref JsonCursor json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> idField, string? wantedId)
    {
        if (!json.TryBeginObject()) return null;
        JsonText blockType = default;
        string? id = null, subagentType = null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) blockType = json.ReadText();
            else if (name.Is(idField)) id = json.ReadText().ToString();
            else if (name.Is("input"u8) && json.TryBeginObject())
            {
                while (json.TryMoveTo("subagent_type"u8)) subagentType = json.ReadText().ToString();
            }
            else if (!name.Is("input"u8)) json.SkipValue();
        }
        if (!blockType.Is(type)) return null;
        return wantedId is null ? id : id == wantedId ? subagentType : null;
    }
}
