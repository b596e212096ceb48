using Partnership.Cli.Regions;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo;

/// <summary>The case system's client of each council: none can read another council's children.</summary>
internal sealed class CouncilClients(StackConnection stack, RegionFile region) : IDisposable
{
    private readonly Dictionary<string, GatewayClient> _clients =
        region.Councils.ToDictionary(council => council.Code, council => stack.AsCouncil(council.Code));

    public GatewayClient this[string council] => _clients[council];

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}
