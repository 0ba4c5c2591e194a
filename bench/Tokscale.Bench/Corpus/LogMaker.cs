using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>
/// Writes logs of one source. Everything random comes from one generator, in a fixed order, so a seed always gives the same bytes.
/// </summary>
public abstract class LogMaker(string source, SeededRandom random)
{
    private const int CorpusDays = 300;

    private static readonly DateTime s_firstDay = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] s_projects =
    [
        "/src/api", "/src/web-app", "/src/infra", "/src/ml/train", "/src/docs", "/src/cli-tool", "/src/mobile", "/src/shop.backend",
        "/src/games",
    ];

    private string _folder = string.Empty;
    private CorpusTruth _truth = new();

    /// <summary>The id of the source.</summary>
    public string Source { get; } = source;

    /// <summary>Bytes written so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Files written so far.</summary>
    public int FileCount { get; private set; }

    protected SeededRandom Random { get; } = random;

    protected LogText Text { get; } = new(random);

    protected LogBuffer Log { get; } = new();

    /// <summary>When the current event happens.</summary>
    protected DateTime Now { get; set; }

    /// <summary>Writes sessions until there are as many bytes.</summary>
    public void Make(string home, long bytes, CorpusTruth truth)
    {
        (_folder, _truth) = (home, truth);
        while (Bytes < bytes)
        {
            Now = s_firstDay.AddSeconds(Random.Between(0, CorpusDays * 86_400L));
            MakeSession();
        }
    }

    protected abstract void MakeSession();

    /// <summary>Writes the buffer to a file below the home and empties it.</summary>
    protected void SaveLog(string relativePath)
    {
        string path = Path.Join(_folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0)) file.Write(Log.Bytes);
        Bytes += Log.Length;
        FileCount++;
        Log.Clear();
    }

    protected void Count(string model, in TokenCounts tokens) => _truth.Add(Source, model, tokens);

    protected void Pass(long secondsMax) => Now = Now.AddMilliseconds(Random.Between(1000, secondsMax * 1000));

    protected string PickProject() => Random.Pick<string>(s_projects);

    protected Guid NewId() => new((uint)Random.Next(), (ushort)Random.Next(), (ushort)(Random.Next() & 0xFFF | 0x4000), 0x80, 1, 2, 3, 4,
        (byte)Random.Next(), (byte)Random.Next(), (byte)Random.Next());
}
