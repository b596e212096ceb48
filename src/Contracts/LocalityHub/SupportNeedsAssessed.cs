using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// What the support fund may know of one child whose needs a council has assessed. Sent when an assessment is completed, and again
/// when one of the facts changes or the assessment is withdrawn.
/// </summary>
/// <param name="Child">The child, by a reference minted for the fund alone.</param>
/// <param name="Council">The council that assessed and would apply.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Withdrawn">True when the assessment was made in error: no application may follow from it.</param>
/// <param name="Family">The family, by a reference minted for the fund by this council alone: another council's children of the same family have another.</param>
/// <param name="Assessment">The assessment, the same for all children that it covers.</param>
/// <param name="Route">How the child came into the family.</param>
/// <param name="BornIn">The year from 1 April to 31 March in which the child was born: no nearer.</param>
/// <param name="HasPlan">Whether there is an education, health and care plan.</param>
/// <param name="Basis">Why this council may, or may not, be the one that applies.</param>
/// <param name="Needs">What was found.</param>
/// <param name="AssessedOn">The day on which the assessment was completed: the application's window is counted from it.</param>
/// <param name="ReviewDue">The day by which the plan of support is to be reviewed.</param>
/// <param name="NarrativesChecked">Whether all narrative parts of the application are written, and the identity guard found nothing in them.</param>
/// <param name="RestrictedTo">Who may see the rows of a restricted child's family.</param>
public sealed record SupportNeedsAssessed(
    Guid Child,
    CouncilCode Council,
    int Epoch,
    long Version,
    bool Withdrawn,
    Guid Family,
    Guid Assessment,
    SupportRoute Route,
    YearEnded BornIn,
    bool HasPlan,
    ApplicantBasis Basis,
    SupportNeeds Needs,
    WorkDay AssessedOn,
    WorkDay ReviewDue,
    bool NarrativesChecked,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IFundSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Child;
}
