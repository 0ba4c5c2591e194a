using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>Which files are databases of messages. The agents that keep them name them by one rule.</summary>
internal static class MessageDatabases
{
    private const string Ending = ".db";

    /// <summary>Says whether a file is the database of a release channel: <c>START-beta.db</c>.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="start">What stands before the channel, with the hyphen.</param>
    public static bool IsOfChannel(ReadOnlySpan<char> name, string start)
    {
        bool hasChannel = name.Length > start.Length + Ending.Length;
        if (!hasChannel || !name.StartsWith(start, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal)) return false;
        foreach (char letter in name[start.Length..^Ending.Length])
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')) return false;
        }
        return true;
    }

    /// <summary>A database that the user put elsewhere.</summary>
    /// <param name="home">Whose.</param>
    /// <param name="variable">Holds a path, or a name inside the data folder.</param>
    /// <param name="dataFolders">Where the agent keeps its data.</param>
    public static IEnumerable<string> NamedBy(HomeDirectory home, string variable, IEnumerable<string> dataFolders)
    {
        if (home.Variable(variable)?.Trim() is not { } database || database == ":memory:") return [];
        if (Path.IsPathRooted(database) || database.StartsWith('~')) return [home.Expand(database)];
        return dataFolders.Select(folder => Path.GetFullPath(database, folder));
    }
}
