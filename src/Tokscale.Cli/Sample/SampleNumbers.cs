namespace Tokscale.Cli.Sample;

/// <summary>The token counts of a session's calls: a growing prompt, mostly read from the cache, and answers of varied length.</summary>
internal sealed class SampleNumbers(int seed)
{
    private uint _state = (uint)seed * 2_654_435_761u + 12_345u;

    /// <summary>1 for the first call.</summary>
    public int Call { get; private set; }

    /// <summary>Seconds from the start of the session to the call.</summary>
    public int Seconds { get; private set; }

    public int DurationMs { get; private set; }

    public long Input { get; private set; }

    public long Output { get; private set; }

    public long Reasoning { get; private set; }

    public long CacheRead { get; private set; }

    public long CacheWrite { get; private set; }

    /// <summary>Prompt tokens as agents report them that count cached ones among the input.</summary>
    public long Prompt => Input + CacheRead;

    /// <summary>Completion tokens as agents report them that count reasoning among the output.</summary>
    public long Completion => Output + Reasoning;

    public long PromptSum { get; private set; }

    public long CompletionSum { get; private set; }

    public long CacheReadSum { get; private set; }

    public long ReasoningSum { get; private set; }

    /// <summary>Goes to the next call.</summary>
    public void Next()
    {
        Call++;
        Seconds += Between(15, 140);
        DurationMs = Between(1_500, 14_000);
        CacheRead += CacheWrite;
        if (Call == 1) CacheRead = Between(9_000, 15_000);
        CacheWrite = Between(400, 6_000);
        Input = Between(5, 900);
        Output = Between(60, 1_900);
        Reasoning = Between(0, 700);
        PromptSum += Prompt;
        CompletionSum += Completion;
        CacheReadSum += CacheRead;
        ReasoningSum += Reasoning;
    }

    private int Between(int least, int most)
    {
        _state = _state * 1_664_525u + 1_013_904_223u;
        return least + (int)((_state >> 8) % (uint)(most - least + 1));
    }
}
