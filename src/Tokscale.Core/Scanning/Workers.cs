using System.Diagnostics;

namespace Tokscale.Core.Scanning;

/// <summary>Does many pieces of work on a few threads, the calling one among them.</summary>
internal static class Workers
{
    /// <summary>Deep enough for any reader here, whatever limit the shell sets for the main thread.</summary>
    private const int StackBytes = 1 << 20;

    /// <summary>Processor time that starting a thread costs, what it touches first included.</summary>
    private static readonly TimeSpan s_startCost = TimeSpan.FromMilliseconds(2);

    /// <inheritdoc cref="Run"/>
    /// <param name="work">Does the piece of a number, from 0 on; several at once.</param>
    public static void ForEach(int workerCount, int pieceCount, Action<int> work) => Run(workerCount, pieceCount, next =>
    {
        for (int piece = next(); piece >= 0; piece = next()) work(piece);
    });

    /// <summary>As <see cref="ForEach"/>, where nobody knows whether all pieces together are worth a second thread.</summary>
    /// <inheritdoc cref="ForEach"/>
    public static void ForEachShort(int workerCount, int pieceCount, Action<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < pieceCount && Stopwatch.GetElapsedTime(start) < s_startCost) work(done++);
        if (done < pieceCount) ForEach(workerCount, pieceCount - done, piece => work(done + piece));
    }

    /// <param name="workerCount">Threads; 1 or less works on the calling thread only.</param>
    /// <param name="pieceCount">How many pieces there are.</param>
    /// <param name="work">Gets, in each thread, a function that hands out the next piece, or -1 when none is left.</param>
    public static void Run(int workerCount, int pieceCount, Action<Func<int>> work)
    {
        int last = -1;
        int Next() => Interlocked.Increment(ref last) is var piece && piece < pieceCount ? piece : -1;
        int helperCount = Math.Clamp(workerCount, 1, Math.Max(1, pieceCount)) - 1;
        var helpers = new Thread[helperCount];
        for (int helper = 0; helper < helperCount; helper++) helpers[helper] = new Thread(() => work(Next), StackBytes);
        foreach (Thread helper in helpers) helper.Start();
        work(Next);
        foreach (Thread helper in helpers) helper.Join();
    }
}
