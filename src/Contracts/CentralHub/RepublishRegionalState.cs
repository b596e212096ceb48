namespace Partnership.Contracts.CentralHub;

/// <summary>
/// Asks one locality hub to send the newest snapshot of every reference again, each under its next version. Sent when the
/// central hub cannot trust its own log any more (restored from a backup, or a projection found wrong).
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The hub that is asked.</param>
public sealed record RepublishRegionalState(Guid RequestId, CouncilCode Council) : IHubCommand;
