using System.Text.Json.Serialization;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// The decision maker of a child's council has decided a match (Adoption Agencies Regulations 2005, reg. 33): the child is matched on that day.
/// Sent to the child's hub, one for each child.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Case">The panel case. A later decision in the same case takes the earlier one's place.</param>
/// <param name="Child">The child, by the reference minted for panel scheduling.</param>
/// <param name="Link">The link that was put to panel; null when the match did not come from one.</param>
/// <param name="Decision">The decision.</param>
/// <param name="DecidedOn">The day of the decision.</param>
public sealed record MatchDecided(
    Guid RequestId,
    CouncilCode Council,
    Guid Case,
    Guid Child,
    Guid? Link,
    MatchDecision Decision,
    DecisionDay DecidedOn) : IHubCommand;

/// <summary>A decision about a match.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MatchDecision>))]
public enum MatchDecision
{
    /// <summary>The child should be placed with the household.</summary>
    Agreed = 1,

    /// <summary>The child should not.</summary>
    NotAgreed = 2,
}
