using System.Text;

namespace Tokscale.Bench.Corpus;

/// <summary>Prompt and tool text to fill logs with, already escaped for JSON: code, prose and several scripts.</summary>
public sealed class LogText
{
    private const int PoolWords = 300_000;

    /// <summary>Of 100 words, those that are <see cref="s_marks"/>: an escape or foreign letters every 50 bytes, as in code.</summary>
    private const int MarkPercent = 15;

    /// <summary>Now and then an agent reads a log of an agent.</summary>
    private const int WordsPerQuotedUsage = 5000;

    private const string QuotedUsage = "\\\"usage\\\":{\\\"input_tokens\\\":3,\\\"output_tokens\\\":12}";

    private static readonly string[] s_words =
    [
        "function", "return", "const", "await", "if", "else", "class", "import", "the", "of", "and", "error", "test", "value", "result",
        "object", "string", "number", "list", "file", "path", "token", "usage", "model", "session", "parse", "reader", "buffer", "span",
        "{", "}", "(", ")", ";", "=>", "==", "'x'", "//", "/*", "*/", "<div>", "&amp;", "i++", "src/a.ts:12",
    ];

    private static readonly string[] s_marks =
        ["\\n", "\\n", "\\n    ", "\\n        ", "\\t", "\\\"quoted\\\"", "\\\\n", "\\u001b[31m", "é", "日本語", "Привет", "שלום", "🙂"];

    private readonly SeededRandom _random;
    private readonly byte[] _pool;
    private readonly int[] _wordStarts;
    private readonly byte[] _letters;

    public LogText(SeededRandom random)
    {
        _random = random;
        var pool = new MemoryStream();
        _wordStarts = new int[PoolWords];
        for (int index = 0; index < PoolWords; index++)
        {
            _wordStarts[index] = (int)pool.Length;
            string word = random.Pick<string>(random.Chance(MarkPercent) ? s_marks : s_words);
            pool.Write(Encoding.UTF8.GetBytes((index % WordsPerQuotedUsage == 0 ? QuotedUsage : word) + " "));
        }
        _pool = pool.ToArray();
        _letters = new byte[1 << 16];
        Encoding.ASCII.GetBytes(random.Name(_letters.Length), _letters);
    }

    /// <summary>About <paramref name="bytes"/> bytes of whole words; never cut inside a character or an escape.</summary>
    public ReadOnlySpan<byte> Words(long bytes)
    {
        int start = _wordStarts[_random.Between(0, PoolWords)];
        int wanted = (int)Math.Min(bytes, _pool.Length);
        if (start + wanted >= _pool.Length) start = 0;
        int end = Array.BinarySearch(_wordStarts, start + wanted);
        int word = Math.Min(end < 0 ? ~end : end, PoolWords - 1);
        return _pool.AsSpan(start, Math.Max(0, _wordStarts[word] - start));
    }

    /// <summary>Words of a length with a long tail.</summary>
    public ReadOnlySpan<byte> Words(long median, long maximum) => Words(_random.HeavyTailed(median, maximum));

    /// <summary>Letters and digits, as in signatures and encrypted text; not unique.</summary>
    public ReadOnlySpan<byte> Letters(int count) => _letters.AsSpan((int)_random.Between(0, _letters.Length - count), count);
}
