using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Partnership.Contracts;

namespace Partnership.Gateway.Forwarding;

/// <summary>
/// Where each council's hub and the shared services are: the service discovery settings <c>services:{name}:https:{n}</c> or <c>…:http:{n}</c>. Several
/// copies of one service are used in turn.
/// </summary>
internal sealed class Destinations
{
    private readonly FrozenDictionary<CouncilCode, Copies> _localityHubs;
    private readonly FrozenDictionary<string, Copies> _shared;

    public Destinations(IConfiguration configuration, IOptions<RegionOptions> region)
    {
        _localityHubs = region.Value.Councils.ToFrozenDictionary(
            council => new CouncilCode(council.Code),
            council => Read(configuration, $"locality-hub-{council.Code}"));
        _shared = SharedServices.ToFrozenDictionary(shared => shared.Service, shared => Read(configuration, shared.Service));
        LocalityHubs = [.. _localityHubs.Values.Select(copies => copies.Next())];
    }

    /// <summary>The services that all councils share, each with the first segment of its addresses below <c>/api/v1</c>.</summary>
    public static IReadOnlyList<(string Service, string Segment)> SharedServices { get; } = [(Topology.CentralHub, "region"), (Topology.SupportFund, "fund"), (Topology.PanelScheduling, "panels")];

    /// <summary>One copy of each council's hub.</summary>
    public IReadOnlyList<string> LocalityHubs { get; }

    /// <summary>One copy of a shared service.</summary>
    public string NextShared(string service) => _shared[service].Next();

    /// <summary>The council's hub; null when the council is not of this region.</summary>
    public string? NextLocalityHub(CouncilCode council) => _localityHubs.TryGetValue(council, out var copies) ? copies.Next() : null;

    private static Copies Read(IConfiguration configuration, string service)
    {
        var addresses = configuration.GetSection($"services:{service}:https").GetChildren()
            .Concat(configuration.GetSection($"services:{service}:http").GetChildren())
            .Select(child => child.Value?.TrimEnd('/'))
            .OfType<string>()
            .ToArray();
        return addresses.Length > 0
            ? new Copies(addresses)
            : throw new InvalidOperationException($"services__{service}__https__0 or …__http__0 is not set: the gateway does not know where {service} is.");
    }

    private sealed class Copies(string[] addresses)
    {
        private uint _used;

        public string Next() => addresses.Length == 1 ? addresses[0] : addresses[Interlocked.Increment(ref _used) % (uint)addresses.Length];
    }
}
