using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tokscale.Core.Files;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>Tells one build of the program from another: each may read logs in its own way, so none trusts another's cache.</summary>
internal static class BuildId
{
    /// <summary>From the executable file and the layout of what is cached.</summary>
    public static ulong Current { get; } = Compute();

    private static ulong Compute()
    {
        FileStatus program = Environment.ProcessPath is { } path ? FileStatus.Of(path) : default;
        // Under a shared host the program is a library beside it.
        FileStatus library = FileStatus.Of(Path.Join(AppContext.BaseDirectory, "Tokscale.Core.dll"));
        ReadOnlySpan<long> facts =
        [
            program.Bytes, program.ModifiedNs, library.Bytes, library.ModifiedNs,
            Unsafe.SizeOf<SourceRecord>(), Unsafe.SizeOf<FileRecord>(), Unsafe.SizeOf<FolderRecord>(), Unsafe.SizeOf<EntryRecord>(),
            Unsafe.SizeOf<DependencyRecord>(), Unsafe.SizeOf<ProblemRecord>(),
        ];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(facts));
    }
}
