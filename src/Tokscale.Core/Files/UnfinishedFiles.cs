namespace Tokscale.Core.Files;

/// <summary>Files and folders that must not stay when the program is stopped before it is done with them.</summary>
public static class UnfinishedFiles
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_paths = [];

    /// <summary>Called once, before there is something to remove: from then on the program has to notice that it is stopped.</summary>
    public static Action? BeforeFirst { get; set; }

    /// <summary>Names a file or folder to be removed when the program is stopped.</summary>
    public static void Guard(string path)
    {
        lock (s_lock)
        {
            Watch();
            s_paths.Add(path);
        }
    }

    /// <summary>Makes a file that is to be removed when the program is stopped, from its first moment on.</summary>
    public static FileStream Create(string path, Func<FileStream> create)
    {
        lock (s_lock)
        {
            Watch();
            FileStream file = create();
            s_paths.Add(path);
            return file;
        }
    }

    /// <summary>The file or folder is where it should be, or gone.</summary>
    public static void Release(string path)
    {
        lock (s_lock) s_paths.Remove(path);
    }

    /// <summary>Removes what is guarded, as far as that can be done. The program must end now: whoever begins another file waits for that.</summary>
    public static void RemoveAll()
    {
        s_lock.Enter();
        foreach (string path in s_paths) Remove(path);
    }

    private static void Watch()
    {
        BeforeFirst?.Invoke();
        BeforeFirst = null;
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
        catch (IOException)
        {
            // The program is ending; there is nobody left to tell.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
