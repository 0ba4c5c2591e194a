using System.Buffers.Text;
using System.Text;

namespace Tokscale.Core.Sources.MCode;

/// <summary>The folder that the program keeps of each session: <c>YYYY/MM/DD/HH-MM-SS-mmm-session_BASE64</c>, with the session's id.</summary>
internal static class MCodeFolder
{
    private const string Mark = "-session_";

    /// <summary>Snapshots, taken before a compaction, are named <c>gNNNNNNNNNNNN--ID.jsonl</c> after their generation.</summary>
    private const int GenerationDigits = 12;

    /// <summary>The file lies in the folder of a session.</summary>
    public static bool Holds(ReadOnlySpan<char> relativePath) =>
        relativePath[..Math.Max(0, relativePath.LastIndexOf('/'))].IndexOf(Mark, StringComparison.Ordinal) >= 0;

    /// <summary>The file holds messages of its session; others there list, show or index them.</summary>
    public static bool IsHistory(ReadOnlySpan<char> relativePath)
    {
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        return name is "messages.jsonl" || (name[0] == 'g' && name.IndexOf("--") == 1 + GenerationDigits);
    }

    /// <summary>The id of the session whose folder holds a file; the folder's own name for it where that is no id.</summary>
    public static string SessionOf(string relativePath)
    {
        int start = relativePath.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        ReadOnlySpan<char> encoded = relativePath.AsSpan(start..relativePath.IndexOf('/', start));
        return !encoded.IsEmpty && Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : encoded.ToString();
    }
}
