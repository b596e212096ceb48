using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// Whether a household may be a candidate for a child as far as the child's own hub knows. A no has many causes, exclusion areas among
/// them, and tells none. Sent in answer to <see cref="CentralHub.AskCandidate"/>, and again whenever the answer changes.
/// </summary>
/// <param name="Question">The <see cref="IHubCommand.RequestId"/> of the question.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Possible">Yes or no. No also when the child is not known, or no longer.</param>
public sealed record CandidateAnswered(Guid Question, CouncilCode Council, int Epoch, long Version, bool Possible) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Question;
}
