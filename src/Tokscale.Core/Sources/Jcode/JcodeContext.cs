using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>What is in force for the messages that follow: session and what it was made from, folder, model and who serves it.</summary>
internal sealed class JcodeContext
{
    public const string JournalEnd = ".journal.jsonl";

    private const string SnapshotEnd = ".json";

    public NameId Session, Parent, Project, Model, Provider;

    /// <summary>The state at the start of a journal, which its snapshot tells.</summary>
    public static JcodeContext BeforeJournal(SourceFile journal, FileReader reader, UsageSink sink)
    {
        string pathStart = journal.Path[..^JournalEnd.Length];
        var context = new JcodeContext();
        if (sink.DependOn(pathStart + SnapshotEnd).IsFile)
        {
            var json = new JsonCursor(reader.ReadDocument(pathStart + SnapshotEnd));
            bool isObject = json.TryBeginObject();
            while (isObject && json.TryReadName(out JsonText name))
            {
                if (!context.TryRead(name, ref json, sink)) json.SkipValue();
            }
        }
        if (!context.Session.IsKnown) context.Session = sink.Name(Path.GetFileName(pathStart));
        return context;
    }

    /// <summary>Reads a field of a snapshot or of a journal's <c>meta</c>; false when it is another one.</summary>
    public bool TryRead(scoped in JsonText name, ref JsonCursor json, UsageSink sink)
    {
        if (name.Is("id"u8)) Set(ref Session, ref json, sink);
        else if (name.Is("parent_id"u8)) Set(ref Parent, ref json, sink);
        else if (name.Is("model"u8)) Set(ref Model, ref json, sink);
        else if (name.Is("provider_key"u8)) Set(ref Provider, ref json, sink);
        else if (name.Is("working_dir"u8)) Set(ref Project, ref json, sink);
        else return false;
        return true;
    }

    /// <summary>A value that is missing or null leaves what was in force.</summary>
    private static void Set(ref NameId value, ref JsonCursor json, UsageSink sink)
    {
        NameId stated = sink.Name(json.ReadText().Utf8);
        if (stated.IsKnown) value = stated;
    }
}
