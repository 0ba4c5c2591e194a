using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tokscale.Core.Files;

/// <summary>
/// Chooses the SQLite library when the first database is opened. In a static build it is part of the binary and the
/// resolver is never asked; elsewhere it is the one beside us (tests) or the system's.
/// </summary>
public static class SqliteLibrary
{
    private const string ImportName = "e_sqlite3";

    private static readonly Lazy<bool> s_loading = new(static () =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    });

    /// <summary>Makes SQLite ready. Call it before any use of the library; further calls do nothing.</summary>
    /// <exception cref="DllNotFoundException">The system has no SQLite.</exception>
    public static void Load() => _ = s_loading.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != ImportName) return 0;
        if (NativeLibrary.TryLoad(name, assembly, searchPath, out nint library)) return library;
        ReadOnlySpan<string> systemNames = OperatingSystem.IsWindows() ? ["winsqlite3"]
            : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (string systemName in systemNames)
        {
            if (NativeLibrary.TryLoad(systemName, out library)) return library;
        }
        return 0;
    }
}
