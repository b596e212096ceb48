using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// A decision maker has decided about a household's suitability (Adoption Agencies Regulations 2005, regs. 30B and 30D): the only message by
/// which a household becomes or ceases to be approved. Sent to the hub that owns the household.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The council that owns the household.</param>
/// <param name="Case">The panel case. A later decision in the same case takes the earlier one's place.</param>
/// <param name="Household">The household, by the reference minted for panel scheduling.</param>
/// <param name="Decision">The decision; only final ones, after any representations or independent review.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="Routes">Ways to permanence approved; none unless approved, and none where an approval goes on as it stood, such as when its termination is refused.</param>
/// <param name="Numbers">Numbers of children in the terms of approval.</param>
/// <param name="Ages">Ages in the terms of approval.</param>
public sealed record HouseholdDecided(
    Guid RequestId,
    CouncilCode Council,
    Guid Case,
    Guid Household,
    HouseholdDecision Decision,
    DecisionDay DecidedOn,
    HouseholdRoutes Routes,
    ChildCounts Numbers,
    AgeBands Ages) : IHubCommand;

/// <summary>A final decision about a household.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HouseholdDecision>))]
public enum HouseholdDecision
{
    /// <summary>Suitable, or suitable on new terms.</summary>
    Approved = 1,

    /// <summary>Not suitable.</summary>
    NotApproved = 2,

    /// <summary>No longer suitable.</summary>
    Terminated = 3,
}
