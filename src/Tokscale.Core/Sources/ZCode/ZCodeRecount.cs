using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>Second reader of ZCode's databases and older transcripts.</summary>
internal sealed class ZCodeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var ids = new HashSet<string>();
        var sessions = new HashSet<string>();
        var calls = new List<RecountedCall>();
        foreach (SourceFile file in input.Files.Where(IsDatabase))
        {
            using var database = RecountDatabase.Open(file.Path);
            foreach (RecountRow row in database?.Table("model_usage") ?? [])
            {
                RecountedCall call = CallOf(row, file);
                if (!call.IsUsage) continue;
                if (call.Session is not null) sessions.Add(call.Session);
                if (row.Text("id") is not { } id || ids.Add(id)) calls.Add(call);
            }
        }
        IEnumerable<RecountedCall> older = new TranscriptRecount(needsRequestId: true).Count(input.Files.Where(file => !IsDatabase(file)));
        return calls.Concat(older.Where(call => call.Session is null || !sessions.Contains(call.Session)));
    }

    private static bool IsDatabase(SourceFile file) => file.Path.EndsWith(".sqlite", StringComparison.Ordinal);

    private static RecountedCall CallOf(RecountRow row, SourceFile file)
    {
        long read = row.Count("cache_read_input_tokens"), written = row.Count("cache_creation_input_tokens");
        long input = Math.Max(0, row.Count("input_tokens") - read - written), reasoning = row.Count("reasoning_tokens");
        long output = Math.Max(0, row.Count("output_tokens") - reasoning);
        return new()
        {
            File = file.Path,
            TimeMs = row.Time("completed_at") ?? row.Time("started_at") ?? file.ModifiedMs,
            Model = row.Text("model_id"),
            Session = row.Text("session_id"),
            Tokens = new TokenCounts(input, output, read, written, 0, reasoning),
        };
    }
}
