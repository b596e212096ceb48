using System.Net;
using System.Net.Sockets;

namespace Partnership.ServiceDefaults.Tests.Messaging;

/// <summary>A stretch of network that can be cut: forwards one port of this machine to another.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private bool _cut;

    public TcpRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Ends every connection and takes no more.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near;
            try
            {
                near = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            var far = new TcpClient();
            lock (_lock)
            {
                if (_cut)
                {
                    near.Dispose();
                    continue;
                }

                _clients.Add(near);
                _clients.Add(far);
            }

            _ = ForwardAsync(near, far);
        }
    }

    private async Task ForwardAsync(TcpClient near, TcpClient far)
    {
        try
        {
            await far.ConnectAsync(_host, _port);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
