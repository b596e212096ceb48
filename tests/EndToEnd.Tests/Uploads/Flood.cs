using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Partnership.EndToEnd.Tests.Uploads;

/// <summary>What came of a request that would not end.</summary>
/// <param name="Status">0 when the connection was closed without an answer.</param>
/// <param name="Answer">The answer as it came.</param>
/// <param name="Sent">Bytes that the system took until then.</param>
internal sealed record FloodOutcome(int Status, string Answer, long Sent);

/// <summary>Sends a request without an end, as fast as it is read or a byte at a time, until somebody refuses it.</summary>
internal static class Flood
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends the head, and then blocks of bytes.</summary>
    /// <param name="server">Where.</param>
    /// <param name="head">Request line and headers, and what else comes first.</param>
    /// <param name="block">The next block, by its number; null for the end.</param>
    /// <param name="pause">Time between blocks.</param>
    public static async Task<FloodOutcome> SendAsync(Uri server, string head, Func<long, byte[]?> block, TimeSpan pause = default)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, patience.Token);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var reading = ReadAsync(socket, answered, patience.Token);
        var sent = 0L;
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), answered.Token);
            for (var number = 0L; block(number) is { } bytes; number++)
            {
                sent += await socket.SendAsync(bytes, answered.Token);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, answered.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Refused: the answer is on its way, or here.
        }

        var text = await reading;
        return new FloodOutcome(text.Length > 12 ? int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0, text, sent);
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationTokenSource answered, CancellationToken ct)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, ct) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                await answered.CancelAsync();
                if (text.ToString().EndsWith("}\r\n0\r\n\r\n", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (SocketException)
        {
            // Reset after the answer, or without one.
        }

        await answered.CancelAsync();
        return text.ToString();
    }
}
