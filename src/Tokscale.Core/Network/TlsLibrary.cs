using System.Runtime.InteropServices;

namespace Tokscale.Core.Network;

/// <summary>Whether encrypted connections can be made at all.</summary>
internal static class TlsLibrary
{
    private static readonly string[] s_names = ["libssl.so.3", "libssl.so.1.1", "libssl.so"];

    /// <summary>
    /// True when there is a library for TLS. On Linux .NET looks for OpenSSL at the first use and ends the process when there
    /// is none, so the question comes first.
    /// </summary>
    public static bool IsThere { get; } = !OperatingSystem.IsLinux() || Array.Exists(s_names, name => NativeLibrary.TryLoad(name, out _));
}
