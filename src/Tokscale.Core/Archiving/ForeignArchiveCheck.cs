namespace Tokscale.Core.Archiving;

/// <summary>
/// Refuses an archive from elsewhere that says what no archive of ours says. Its paths are never opened, but they are shown,
/// compared and ordered. Its rows are checked by <see cref="RowDecoder"/>.
/// </summary>
internal static class ForeignArchiveCheck
{
    /// <summary>Longer than any system's paths.</summary>
    private const int TextLengthMax = 32_768;

    private const int IdLength = 32, SourceIdLengthMax = 64;

    /// <exception cref="ForeignArchiveException">Something is not as we write it.</exception>
    public static void Check(IReadOnlyList<ArchiveMachine> machines, IReadOnlyList<ArchivedLog> logs)
    {
        foreach (ArchiveMachine machine in machines)
        {
            bool isSound = IsMachineId(machine.Id) && (machine.Name is null || IsText(machine.Name)) && machine.UpdatedMs >= 0;
            if (!isSound) throw Refuse("a machine", machine.Id);
        }
        HashSet<string> known = [.. machines.Select(machine => machine.Id)];
        foreach (ArchivedLog log in logs)
        {
            if (!known.Contains(log.Machine)) throw Refuse("a log of an unknown machine", log.Path);
            if (!HasSoundNames(log)) throw Refuse("a log with an impossible name", log.Path);
            if (!HasSoundNumbers(log)) throw Refuse("a log with impossible numbers", log.Path);
        }
    }

    private static ForeignArchiveException Refuse(string what, string name) =>
        new($"is refused: it has {what}: '{(name.Length > 200 ? name[..200] + "…" : name)}'");

    private static bool IsMachineId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    private static bool HasSoundNames(ArchivedLog log) =>
        log.SourceId.Length is > 0 and <= SourceIdLengthMax
        && log.SourceId.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && IsFullPath(log.Path) && IsFullPath(log.Root) && IsText(log.RelativePath) && !HasParent(log.RelativePath)
        && (log.Session is null || IsText(log.Session)) && (log.ParentSession is null || IsText(log.ParentSession));

    private static bool HasSoundNumbers(ArchivedLog log) =>
        log.Bytes >= 0 && log.ReadAtMs >= 0 && log.CopiesLeftOut >= 0 && log.RowCount >= 0 && log.LostCount >= 0;

    private static bool IsText(string text) => text.Length <= TextLengthMax && !text.Contains('\0');

    // Of either kind of system: the file may come from the other.
    private static bool IsFullPath(string path) =>
        IsText(path) && !HasParent(path) && (path.StartsWith('/') || path.StartsWith(@"\\", StringComparison.Ordinal) || HasDrive(path));

    private static bool HasDrive(string path) => path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/';

    private static bool HasParent(string path) => path.Split('/', '\\').Contains("..");
}
