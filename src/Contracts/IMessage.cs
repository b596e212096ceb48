namespace Partnership.Contracts;

/// <summary>
/// A message from one service to another. Messages are records of ids, codes and numbers: none of them can carry
/// a name, a date of birth, an address or free text, and a test over this assembly holds that line.
/// On the broker a message is named after its type in kebab-case (<c>ChildStageChanged</c> is <c>child-stage-changed</c>).
/// </summary>
public interface IMessage
{
    /// <summary>The council whose locality hub sends the message, or for a command receives it.</summary>
    CouncilCode Council { get; }
}

/// <summary>
/// An event from a locality hub that states all that the region may know of one reference. Consumers keep the
/// newest by (<see cref="Epoch"/>, <see cref="Version"/>) and ignore the rest, so lost order loses nothing.
/// Routing key: <c>{council}.{message-name}</c>.
/// </summary>
public interface IRegionalSnapshot : IMessage
{
    /// <summary>The random reference that the snapshot is about: minted by the owning hub, different for each receiving service.</summary>
    Guid AggregateId { get; }

    /// <summary>Rises when the owning hub is restored from a backup, so that what it sends afterwards outranks what it sent before.</summary>
    int Epoch { get; }

    /// <summary>Rises by one with each snapshot of this reference within an epoch; the first is 1.</summary>
    long Version { get; }
}

/// <summary>
/// What is said once and stands in nothing that a hub states again when it is asked to state everything: that it was restored from a backup, the last
/// word of which is that nothing of an earlier epoch counts any more; and how far its audit trail is sealed, of which each is kept.
/// </summary>
public interface ISaidOnce : IRegionalSnapshot;

/// <summary>
/// A snapshot for the support fund alone, under references minted for it: the central hub never receives one. Queue: see
/// <see cref="Topology.QueueOf"/>.
/// </summary>
public interface IFundSnapshot : IRegionalSnapshot;

/// <summary>
/// A snapshot of a live panel case for panel scheduling alone, under references minted for it: the central hub never receives one, and it may
/// carry exact days. Queue: see <see cref="Topology.QueueOf"/>.
/// </summary>
public interface IPanelSnapshot : IRegionalSnapshot;

/// <summary>A command to one council's locality hub. Routing key: <c>hub.{council}.{message-name}</c>.</summary>
public interface IHubCommand : IMessage
{
    /// <summary>Identifies this request; the hub answers each once.</summary>
    Guid RequestId { get; }
}
