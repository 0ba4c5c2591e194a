namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads single settings of TOML files: what stands in one line. Damage hides a setting and does no other harm.</summary>
public static class TomlLines
{
    /// <summary>Each <c>name = value</c> with the table it stands in, which is empty before the first; texts are without their quotes.</summary>
    public static IEnumerable<(string Table, string Name, string Value)> Read(string text)
    {
        string table = string.Empty;
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            int equals = line.IndexOf('=');
            if (line.StartsWith('[') && line.IndexOf(']') is > 0 and int end) table = line[1..end].Trim();
            else if (equals > 0) yield return (table, line[..equals].Trim(), Unquote(line[(equals + 1)..]));
        }
    }

    /// <summary>The text of a TOML string; a bare word as it is, without a comment after it.</summary>
    public static string Unquote(string value)
    {
        value = value.Trim();
        if (value.Length <= 1 || value[0] is not ('"' or '\'') || value.IndexOf(value[0], 1) is not (> 0 and int end)) return value.Split('#')[0].Trim();
        // Windows' paths have a doubled backslash between double quotes.
        return value[0] == '"' ? value[1..end].Replace(@"\\", @"\") : value[1..end];
    }
}
