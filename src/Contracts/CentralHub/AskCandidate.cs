namespace Partnership.Contracts.CentralHub;

/// <summary>
/// Asks the child's hub whether a household may be a candidate: <see cref="LocalityHub.CandidateAnswered"/>. The hub keeps the question
/// and answers again when its answer changes, until the question is withdrawn or the child's search ends.
/// </summary>
/// <param name="RequestId">The question: one for each child, household and home area.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Child">The child, by its family-finding reference.</param>
/// <param name="Household">The household, by its family-finding reference.</param>
/// <param name="HomeArea">See <see cref="LocalityHub.HouseholdOffered.HomeArea"/>.</param>
public sealed record AskCandidate(Guid RequestId, CouncilCode Council, Guid Child, Guid Household, Guid HomeArea) : IHubCommand;
