namespace Partnership.LocalHosting;

/// <summary>Erlang's port mapper: tells the broker's tools on which port the node listens.</summary>
internal sealed class ErlangPortMapperResource(string name, RabbitMQServerResource parent) : Resource(name),
    IResourceWithEndpoints, IResourceWithParent<RabbitMQServerResource>
{
    public RabbitMQServerResource Parent { get; } = parent;
}
