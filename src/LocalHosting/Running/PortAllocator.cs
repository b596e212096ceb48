using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Partnership.LocalHosting;

/// <summary>
/// Gives every endpoint its port before anything starts, and keeps the ports taken until their processes start, so that
/// neither another host nor an outgoing connection gets in between. A process that starts, or starts again, has not bound its port yet:
/// for that while, and until this host ends, other hosts of the machine see the port claimed.
/// </summary>
internal sealed class PortAllocator : IDisposable
{
    // Below the range from which the kernel picks the ports of outgoing connections.
    private const int LowestChosen = 20000;
    private const int HighestChosen = 32000;
    private const int LooksAtFixedPorts = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private static readonly Lazy<bool> IPv6Loopback = new(BindsIPv6Loopback);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<Socket>> _held = [];
    private readonly Dictionary<int, Socket> _claims = [];

    /// <summary>False on a machine without IPv6, which has no ::1 to listen on.</summary>
    public static bool HasIPv6Loopback => IPv6Loopback.Value;

    public async Task AllocateAsync(IEnumerable<IResource> resources, bool randomise, CancellationToken cancellationToken)
    {
        var endpoints = resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (Resource: r, Endpoint: e))).ToList();

        // Fixed ports first: a chosen one must not take theirs.
        var fixedPorts = new Dictionary<int, string>();
        foreach (var (resource, endpoint) in endpoints)
        {
            if (!randomise && Wanted(resource, endpoint) is { } port)
            {
                var wantedFor = $"the endpoint '{endpoint.Name}' of the resource '{resource.Name}'";
                if (!fixedPorts.TryAdd(port, wantedFor))
                {
                    throw new DistributedApplicationException($"Port {port} is asked for twice: by {fixedPorts[port]} and by {wantedFor}.");
                }

                await TakeFixedAsync(port, wantedFor, cancellationToken);
                endpoint.AllocatedPort = port;
            }
        }

        foreach (var (_, endpoint) in endpoints.Where(e => e.Endpoint.AllocatedPort is null))
        {
            endpoint.AllocatedPort = TakeAny();
        }
    }

    public async Task TakeFixedAsync(int port, string wantedFor, CancellationToken cancellationToken)
    {
        // More than one look: an earlier host that was killed may have processes that are just ending.
        for (var look = 0; !TryHold(port); look++)
        {
            if (look == LooksAtFixedPorts)
            {
                throw new DistributedApplicationException(
                    $"Port {port} is taken, but {wantedFor} needs it. Stop what listens there (./partnership down, if it is an earlier run), then try again.");
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    public int TakeAny()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(LowestChosen, HighestChosen);
            if (TryHold(port))
            {
                return port;
            }
        }

        throw new DistributedApplicationException($"No free port was found between {LowestChosen} and {HighestChosen}.");
    }

    public void Release(int port)
    {
        lock (_gate)
        {
            if (_held.Remove(port, out var sockets))
            {
                sockets.ForEach(socket => socket.Dispose());
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var port in _held.Keys.ToList())
            {
                Release(port);
            }

            foreach (var claim in _claims.Values)
            {
                claim.Dispose();
            }

            _claims.Clear();
        }
    }

    private static int? Wanted(IResource resource, EndpointAnnotation endpoint) =>
        endpoint.Port is { } port && endpoint.TargetPort is { } target && port != target
            ? throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of '{resource.Name}' asks for port {port} in front of port {target}, but no proxy runs here: name one of them.")
            : endpoint.Port ?? endpoint.TargetPort;

    private bool TryHold(int port)
    {
        var sockets = new List<Socket>();
        Socket? claim = null;
        try
        {
            claim = Claim(port);
            foreach (var address in Addresses())
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(1);
            }
        }
        catch (SocketException)
        {
            sockets.ForEach(socket => socket.Dispose());
            claim?.Dispose();
            return false;
        }

        lock (_gate)
        {
            _held[port] = sockets;
            if (claim is not null)
            {
                _claims[port] = claim;
            }
        }

        return true;
    }

    /// <summary>A name without a file, which the kernel gives to one process at a time and takes back when that ends, however it ends.</summary>
    private static Socket? Claim(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0partnership-port-{port}")));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static IEnumerable<IPAddress> Addresses() =>
        HasIPv6Loopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    private static bool BindsIPv6Loopback()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
