using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// A decision maker has decided about people as foster carers (Fostering Services (England) Regulations 2011, regs. 27 and 28): a strand of its own beside
/// <see cref="HouseholdDecided"/>, which is of adopters. Sent to the hub that owns the household.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The council that owns the household.</param>
/// <param name="Case">The panel case. A later decision in the same case takes the earlier one's place.</param>
/// <param name="Household">The household, by the reference minted for panel scheduling.</param>
/// <param name="Decision">The decision; only final ones, after any representations or independent review.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="Routes">What they are approved for; none unless approved, and none where an approval goes on as it stood, such as after a review that changes no terms.</param>
/// <param name="Numbers">Numbers of children in the terms of approval.</param>
/// <param name="Ages">Ages in the terms of approval.</param>
public sealed record CarersDecided(
    Guid RequestId,
    CouncilCode Council,
    Guid Case,
    Guid Household,
    HouseholdDecision Decision,
    DecisionDay DecidedOn,
    HouseholdRoutes Routes,
    ChildCounts Numbers,
    AgeBands Ages) : IHubCommand;
