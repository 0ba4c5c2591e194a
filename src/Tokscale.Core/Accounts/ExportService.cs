using Tokscale.Core.Files;
using Tokscale.Core.Network;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Accounts;

/// <summary>
/// Asks the service of an agent in the name of an account. The token goes to that service only: by https, and never on to where
/// it redirects.
/// </summary>
public sealed class ExportService : IDisposable
{
    /// <summary>The largest export that is taken: some 300,000 events.</summary>
    public const int DocumentBytesMax = 64 << 20;

    private const int Unauthorized = 401, Forbidden = 403;

    /// <summary>Services make an export while one waits for it.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly UsageExport _export;
    private readonly string _address;
    private readonly Downloader _downloader;

    /// <param name="home">Whose environment may name another address.</param>
    /// <param name="export">The service.</param>
    /// <param name="clock">What time limits and delays go by.</param>
    public ExportService(HomeDirectory home, UsageExport export, TimeProvider clock)
    {
        _export = export;
        _address = (home.Variable(export.AddressVariable) ?? export.Address).TrimEnd('/');
        _downloader = new Downloader(clock)
        {
            RequestTimeout = s_timeout,
            WireBytesMax = DocumentBytesMax,
            DocumentBytesMax = DocumentBytesMax,
        };
    }

    /// <summary>Whether the service takes a token.</summary>
    public async Task<ServiceAnswer> CheckAsync(SessionToken token)
    {
        ServiceAnswer answer = await AskAsync(_export.CheckPath, token).ConfigureAwait(false);
        return answer.Document is { } document && !BeginsWith(document, (byte)'{')
            ? answer with { Document = null, Failure = NoData(document) }
            : answer;
    }

    /// <summary>The export of an account. What comes is an export, or there is a failure.</summary>
    public async Task<(ServiceAnswer Answer, ExportSummary? Summary)> FetchAsync(SessionToken token)
    {
        ServiceAnswer answer = await AskAsync(_export.ExportPath, token).ConfigureAwait(false);
        if (answer.Document is not { } document) return (answer, null);
        if (_export.Read(document) is { } summary) return (answer, summary);
        return (answer with { Document = null, Failure = NoData(document) }, null);
    }

    public void Dispose() => _downloader.Dispose();

    private async Task<ServiceAnswer> AskAsync(string path, SessionToken token)
    {
        DownloadResult result = await _downloader.GetAsync(
            new DownloadRequest(_address + path)
            {
                Headers = _export.Headers,
                SecretHeaders = [("Cookie", $"{_export.CookieName}={token.Value}")],
            },
            CancellationToken.None).ConfigureAwait(false);
        return new ServiceAnswer
        {
            Document = result.Document,
            Failure = result.Failure ?? (result.Document is null ? "nothing came" : null),
            IsRefused = result.Status is Unauthorized or Forbidden,
        };
    }

    private static string NoData(byte[] document) => BeginsWith(document, (byte)'<')
        ? "a web page came in place of the data"
        : "what came is not what was asked for";

    private static bool BeginsWith(ReadOnlySpan<byte> document, byte first)
    {
        document = document.TrimStart(" \t\r\n\uFEFF"u8);
        return !document.IsEmpty && document[0] == first;
    }
}
