using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.Omp;

/// <summary>Second reader of Oh My Pi's sessions: as its family, without what was imported.</summary>
internal sealed class OmpRecount : EntryRecount
{
    private static readonly string[] s_origins = ["claude-", "codex-"];

    public OmpRecount() => IsLaterFork = true;

    public override IEnumerable<RecountedCall> Count(RecountInput input) =>
        Once(input.Files.SelectMany(EntriesIn).Where(entry => !s_origins.Any(origin => entry.EntryId.StartsWith(origin, StringComparison.Ordinal))));
}
