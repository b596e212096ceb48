using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Children;

/// <summary>A child or young person whose needs a council has assessed, by the reference that its hub minted for the fund.</summary>
internal sealed class FundChild
{
    public Guid Id { get; init; }

    /// <summary>Who applies for the child; another council after a hand-over that it accepted.</summary>
    public short Council { get; set; }

    /// <summary>The family, by that council's reference.</summary>
    public Guid FamilyId { get; set; }

    public SupportRoute Route { get; set; }

    /// <summary>The year, from April to March, of birth.</summary>
    public short BornIn { get; set; }

    public bool HasPlan { get; set; }

    public ApplicantBasis Basis { get; set; }

    public SupportNeeds Needs { get; set; }

    /// <summary>The newest assessment.</summary>
    public Guid AssessmentId { get; set; }

    /// <summary>Who of its council may see the child's rows here: the database itself shows them to nobody else (<see cref="Persistence.FundRights"/>).</summary>
    public RestrictedTo RestrictedTo { get; set; }

    public int Epoch { get; set; }

    /// <summary>Of the snapshot that this is; an older one that comes later is ignored.</summary>
    public long Version { get; set; }
}

/// <summary>An assessment of needs, for one of the children whom it covers.</summary>
internal sealed class NeedsAssessment
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public short Council { get; set; }

    public DateOnly AssessedOn { get; set; }

    public DateOnly ReviewDue { get; set; }

    public bool NarrativesChecked { get; set; }

    public bool Withdrawn { get; set; }
}
