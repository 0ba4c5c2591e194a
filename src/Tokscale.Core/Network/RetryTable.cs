using Polly;
using Polly.Retry;

namespace Tokscale.Core.Network;

/// <summary>When a failed request is tried again: after 429 three times, after 5xx once, after anything else never.</summary>
internal static class RetryTable
{
    private const int TooManyRequests = 429;

    /// <summary>A server that asks for more patience than this gets the usual delays instead.</summary>
    private static readonly TimeSpan s_retryAfterMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan[] s_busyDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private static readonly TimeSpan s_errorDelay = TimeSpan.FromSeconds(2);

    public static ResiliencePipeline<DownloadResult> Build(TimeProvider clock) => new ResiliencePipelineBuilder<DownloadResult>
    {
        TimeProvider = clock,
    }.AddRetry(new RetryStrategyOptions<DownloadResult>
    {
        MaxRetryAttempts = s_busyDelays.Length,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result?.Status == TooManyRequests),
        DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(
            arguments.Outcome.Result?.RetryAfter is { } asked && asked <= s_retryAfterMax ? asked : s_busyDelays[arguments.AttemptNumber]),
    }).AddRetry(new RetryStrategyOptions<DownloadResult>
    {
        MaxRetryAttempts = 1,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is { Status: >= 500 }),
        DelayGenerator = static _ => ValueTask.FromResult<TimeSpan?>(s_errorDelay),
    }).Build();
}
