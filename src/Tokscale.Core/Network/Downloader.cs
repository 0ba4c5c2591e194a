using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace Tokscale.Core.Network;

/// <summary>Fetches documents by https, within limits of time and size, with the retries of <see cref="RetryTable"/>.</summary>
internal sealed class Downloader : IDisposable
{
    private const int RedirectsMax = 5;

    private const string Www = "www.";

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly ResiliencePipeline<DownloadResult> _retries;
    private readonly TimeProvider _clock;
    private int _answers;

    public Downloader(TimeProvider clock)
    {
        _clock = clock;
        _retries = RetryTable.Build(clock);
        _client = new HttpClient(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        string? version = typeof(Downloader).Assembly.GetName().Version?.ToString(fieldCount: 3);
        HttpRequestHeaders headers = _client.DefaultRequestHeaders;
        headers.UserAgent.Add(new ProductInfoHeaderValue("tokscale", version));
        headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>True when a server has answered, whatever it said: there is a network.</summary>
    public bool HasHeard => Volatile.Read(ref _answers) > 0;

    /// <summary>How long one request may take, body included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest document that is taken as it comes.</summary>
    public required int WireBytesMax { get; init; }

    /// <summary>The longest document after decompression.</summary>
    public required int DocumentBytesMax { get; init; }

    /// <summary>Asks for a document; failures are part of the result.</summary>
    /// <param name="request">Where it is.</param>
    /// <param name="cancellation">Ends the attempt with an <see cref="OperationCanceledException"/>.</param>
    public async Task<DownloadResult> GetAsync(DownloadRequest request, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? address) || !IsAllowed(address))
            return DownloadResult.Failed($"{request.Url} is no https address", status: -1);
        if (address.Scheme == Uri.UriSchemeHttps && !TlsLibrary.IsThere)
            return DownloadResult.Failed("there is no OpenSSL library for https");
        return await _retries.ExecuteAsync(
            async (state, token) => await AttemptAsync(state.Address, state.Request, token).ConfigureAwait(false),
            (Address: address, Request: request),
            cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false, // Redirects are followed by hand, to https only.
        AutomaticDecompression = DecompressionMethods.None, // Decompressed by hand, to count what comes in and what comes out.
        ConnectTimeout = s_connectTimeout,
        UseCookies = false,
        Proxy = new DirectLoopback(HttpClient.DefaultProxy),
    };

    private async Task<DownloadResult> AttemptAsync(Uri address, DownloadRequest request, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await FollowAsync(address, request, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            TimeSpan waited = timeout.IsCancellationRequested ? RequestTimeout : s_connectTimeout;
            return DownloadResult.Failed($"no answer within {waited.TotalSeconds:0} seconds");
        }
        catch (HttpRequestException failure)
        {
            return DownloadResult.Failed(Words(failure));
        }
        catch (InvalidDataException failure)
        {
            return DownloadResult.Failed(failure.Message, status: 200);
        }
        catch (IOException)
        {
            return DownloadResult.Failed("the answer was cut short", status: 200);
        }
    }

    private async Task<DownloadResult> FollowAsync(Uri address, DownloadRequest asked, CancellationToken cancellation)
    {
        for (int redirects = 0; redirects <= RedirectsMax; redirects++)
        {
            using HttpRequestMessage message = Message(address, asked);
            using HttpResponseMessage response =
                await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            Interlocked.Increment(ref _answers);
            int status = (int)response.StatusCode;
            if (status is < 300 or >= 400 or 304) return await ReadAsync(response, cancellation).ConfigureAwait(false);
            if (response.Headers.Location is not { } location) return DownloadResult.Failed($"HTTP {status} without a target", status);
            if (RefusalOf(address, location, asked) is { } refusal) return DownloadResult.Failed(refusal, status);
            address = new Uri(address, location);
        }
        return DownloadResult.Failed("too many redirects", status: 310);
    }

    /// <summary>Why a redirect is not followed; null when it is.</summary>
    private static string? RefusalOf(Uri from, Uri location, DownloadRequest asked)
    {
        if (!Uri.TryCreate(from, location, out Uri? to)) return "redirected to no address";
        if (asked.SecretHeaders.Count == 0) return to.Scheme == Uri.UriSchemeHttps ? null : "redirected away from https";
        return IsSameSite(from, to) ? null : $"redirected to {to.Host}";
    }

    /// <summary>Secrets stay with whom they were meant for: the same scheme, port and host, with or without its "www".</summary>
    private static bool IsSameSite(Uri from, Uri to) =>
        from.Scheme == to.Scheme && from.Port == to.Port
        && HostWithoutWww(from).Equals(HostWithoutWww(to), StringComparison.OrdinalIgnoreCase);

    private static string HostWithoutWww(Uri address) =>
        address.Host.StartsWith(Www, StringComparison.OrdinalIgnoreCase) ? address.Host[Www.Length..] : address.Host;

    private static HttpRequestMessage Message(Uri address, DownloadRequest asked)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (asked.Known.ETag is { } etag) message.Headers.TryAddWithoutValidation("If-None-Match", etag);
        if (asked.Known.LastModified is { } lastModified) message.Headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
        foreach ((string name, string value) in asked.Headers.Concat(asked.SecretHeaders))
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private async Task<DownloadResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        int status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.NotModified) return new DownloadResult { IsUnchanged = true, Status = status };
        if (response.StatusCode != HttpStatusCode.OK)
            return DownloadResult.Failed($"HTTP {status}", status) with { RetryAfter = RetryAfterOf(response) };
        bool isCompressed = IsCompressed(response.Content.Headers.ContentEncoding);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using Stream document = isCompressed ? new GZipStream(body, CompressionMode.Decompress) : body;
        int bytesMax = isCompressed ? DocumentBytesMax : WireBytesMax;
        return new DownloadResult
        {
            Document = await ReadAllAsync(document, bytesMax, cancellation).ConfigureAwait(false),
            Status = status,
            ETag = HeaderOf(response, "ETag"),
            LastModified = HeaderOf(response, "Last-Modified"),
        };
    }

    private static bool IsCompressed(ICollection<string> encodings)
    {
        string encoding = string.Join(',', encodings);
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return false;
        return encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new InvalidDataException("the answer has an encoding that was not asked for");
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, int bytesMax, CancellationToken cancellation)
    {
        using var document = new MemoryStream();
        byte[] block = new byte[64 * 1024];
        while (await stream.ReadAsync(block, cancellation).ConfigureAwait(false) is > 0 and int count)
        {
            if (document.Length + count > bytesMax) throw new InvalidDataException($"the answer is longer than {bytesMax >> 20} MB");
            document.Write(block, 0, count);
        }
        return document.ToArray();
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _clock.GetUtcNow() is { Ticks: >= 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static string? HeaderOf(HttpResponseMessage response, string name)
    {
        HttpHeaders headers = name == "ETag" ? response.Headers : response.Content.Headers;
        return headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
    }

    // Plain http stays on this machine, for tests.
    private static bool IsAllowed(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static string Words(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the server's name was not found",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "the connection is not secure",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        HttpRequestError.ResponseEnded => "the answer was cut short",
        _ => "no answer",
    };
}
