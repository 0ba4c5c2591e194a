using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Fx;

/// <summary>What <c>session.json</c> tells; what it does not is unknown.</summary>
internal struct FxSession
{
    private long? _createdMs, _updatedMs;

    public NameId Id, Project;

    /// <summary>When the session was used last.</summary>
    public readonly long? TimestampMs => _updatedMs ?? _createdMs;

    public static FxSession Beside(SourceFile file, FileReader reader, UsageSink sink)
    {
        var session = default(FxSession);
        string path = Path.Join(Path.GetDirectoryName(file.Path), "session.json");
        if (!sink.DependOn(path).IsFile) return session;
        var json = new JsonCursor(reader.ReadDocument(path));
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) session.Id = sink.Name(json.ReadText().Utf8);
            else if (name.Is("workspace_root"u8)) session.Project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("created_at_ms"u8)) session._createdMs = json.ReadTime();
            else if (name.Is("updated_at_ms"u8)) session._updatedMs = json.ReadTime();
            else json.SkipValue();
        }
        if (json.IsAtEnd) return session;
        // What stands last in a torn document is perhaps not whole.
        sink.Report(ProblemKind.DoubtfulFile, detail: "its session.json is no JSON");
        return default;
    }
}
