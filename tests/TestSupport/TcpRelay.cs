using System.Net;
using System.Net.Sockets;

namespace Partnership.TestSupport;

/// <summary>A stretch of network that can be cut: forwards one port of this machine to another.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly Func<int> _port;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private bool _cut;
    private volatile bool _silent;
    private int? _left;
    private int _refused;
    private long _swallowed;

    public TcpRelay(string host, int port)
        : this(host, () => port)
    {
    }

    /// <summary>To a port that is known only when the first connection is made.</summary>
    public TcpRelay(string host, Func<int> port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port { get; }

    /// <summary>How many connections were not taken.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>How many bytes were taken and not passed on.</summary>
    public long Swallowed => Interlocked.Read(ref _swallowed);

    /// <summary>Takes so many connections more and then none, as a server that shuts down.</summary>
    public void TakeNoMoreThan(int connections)
    {
        lock (_lock)
        {
            _left = connections;
        }
    }

    /// <summary>Ends every connection and takes no more; returns how many there were.</summary>
    public int Cut()
    {
        lock (_lock)
        {
            _cut = true;
            var open = _clients.Count(client => client.Connected) / 2;
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
            return open;
        }
    }

    /// <summary>Leaves every connection as it is, takes all that is sent and passes nothing on: half open, as behind a wall that has forgotten it.</summary>
    public void Silence() => _silent = true;

    /// <summary>Takes connections again; one that was silent is ended, for it has lost what was sent.</summary>
    public void Mend()
    {
        if (_silent)
        {
            Cut();
            _silent = false;
        }

        lock (_lock)
        {
            (_cut, _left) = (false, null);
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
                if (_cut || _left == 0)
                {
                    _refused++;
                    near.Dispose();
                    continue;
                }

                _left--;

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
            await far.ConnectAsync(_host, _port());
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(PassOnAsync(near.GetStream(), far.GetStream()), PassOnAsync(far.GetStream(), near.GetStream()));
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

    private async Task PassOnAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[81_920];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            if (_silent)
            {
                Interlocked.Add(ref _swallowed, read);
            }
            else
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }
}
