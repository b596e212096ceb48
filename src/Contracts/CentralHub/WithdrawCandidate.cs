namespace Partnership.Contracts.CentralHub;

/// <summary>A question of <see cref="AskCandidate"/> is no longer of interest: the hub forgets it and answers no more.</summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Question">The question's request.</param>
public sealed record WithdrawCandidate(Guid RequestId, CouncilCode Council, Guid Question) : IHubCommand;
