using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>An answer, as far as one came.</summary>
/// <param name="Status">0 when the connection ended without one.</param>
/// <param name="Head">Status line and headers as they came.</param>
/// <param name="Headers">The headers, names in lower case.</param>
/// <param name="Body">The body, without the chunks' own lengths.</param>
internal sealed record RawAnswer(int Status, string Head, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public static RawAnswer None { get; } = new(0, "", [], []);

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.Where(header => header.Key == name).Select(header => header.Value).FirstOrDefault();
}

/// <summary>
/// HTTP/1.1 by hand, a connection for each request: a client of the framework's would put right, or refuse to send, most of what a
/// hostile one sends.
/// </summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    /// <summary>Sends the bytes and reads what comes back until the server closes.</summary>
    /// <param name="server">Where.</param>
    /// <param name="request">The request, which must ask for the connection's end.</param>
    /// <param name="hangUp">Send no more, and say so: for a request that promises more than it holds. To the server that is a caller who has gone.</param>
    /// <exception cref="TimeoutException">The server neither answered nor closed.</exception>
    public static async Task<RawAnswer> SendAsync(Uri server, ReadOnlyMemory<byte> request, bool hangUp = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, server.Port, patience.Token);

            // Reading at the same time: whoever refuses half way through a body answers before it has all been sent.
            var received = ReceiveAsync(socket, patience.Token);
            await SendAllAsync(socket, request, hangUp, patience.Token);
            return Parse(await received);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No end of the answer after {Patience.TotalSeconds} s.");
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> request, bool hangUp, CancellationToken ct)
    {
        try
        {
            while (!request.IsEmpty)
            {
                request = request[await socket.SendAsync(request, ct)..];
            }

            if (hangUp)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // The server has closed: its answer, if it gave one, is being read.
        }
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket, CancellationToken ct)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, ct) is > 0 and var read)
            {
                all.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // Reset: what came before it counts.
        }

        return all.ToArray();
    }

    private static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf(EndOfHead);
        if (end < 0)
        {
            return RawAnswer.None;
        }

        var head = Encoding.UTF8.GetString(bytes, 0, end);
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .Select(parts => KeyValuePair.Create(parts[0].ToLowerInvariant(), parts.ElementAtOrDefault(1)?.Trim() ?? ""))
            .ToList();
        var body = bytes[(end + EndOfHead.Length)..];
        var isChunked = headers.Any(header => header is { Key: "transfer-encoding", Value: "chunked" });
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), head, headers, isChunked ? Unchunk(body) : body);
    }

    private static byte[] Unchunk(byte[] body)
    {
        using var whole = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var line = body.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0 || !int.TryParse(Encoding.ASCII.GetString(body, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
            {
                break;
            }

            at += line + 2;
            whole.Write(body, at, Math.Min(length, body.Length - at));
            at += length + 2;
        }

        return whole.ToArray();
    }
}
