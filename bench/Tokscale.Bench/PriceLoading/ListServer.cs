using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tokscale.Bench.PriceLoading;

/// <summary>Serves price lists on this machine, compressed, after a delay like that of a near network.</summary>
public sealed class ListServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> _documents;
    private readonly TimeSpan _delay;

    /// <param name="documents">The documents by path.</param>
    /// <param name="delay">How long each answer takes to begin.</param>
    public ListServer(IEnumerable<KeyValuePair<string, byte[]>> documents, TimeSpan delay)
    {
        _documents = documents.ToDictionary(document => document.Key, document => Compress(document.Value));
        _delay = delay;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync().ConfigureAwait(false));
        }
        catch (SocketException)
        {
            // The measurement is over.
        }
        catch (ObjectDisposedException)
        {
            // The same, a moment earlier.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                byte[] head = new byte[4096];
                int length = await stream.ReadAsync(head).ConfigureAwait(false);
                string path = Encoding.ASCII.GetString(head, 0, length).Split(' ')[1];
                await Task.Delay(_delay).ConfigureAwait(false);
                bool isThere = _documents.TryGetValue(path, out byte[]? document);
                string status = isThere ? "200 OK\r\nETag: \"1\"\r\nContent-Encoding: gzip" : "404 Not Found";
                string answer = $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {document?.Length ?? 0}\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer)).ConfigureAwait(false);
                await stream.WriteAsync(document ?? []).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The program has ended without waiting for the answer.
            }
        }
    }

    private static byte[] Compress(byte[] document)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(document);
        return output.ToArray();
    }
}
