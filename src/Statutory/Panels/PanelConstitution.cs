namespace Partnership.Statutory.Panels;

/// <summary>Which law a panel sits under.</summary>
public enum PanelStrand
{
    /// <summary>Adoption Agencies Regulations 2005.</summary>
    Adoption = 1,

    /// <summary>Fostering Services (England) Regulations 2011.</summary>
    Fostering = 2,
}

/// <summary>How a panel must be made up to do business: one version of the rule, for a panel of one agency or a joint one.</summary>
/// <param name="Strand">Which law.</param>
/// <param name="IsJoint">Constituted by two or more agencies.</param>
/// <param name="OtherMembers">Members who must meet besides the one in the chair and the social worker.</param>
/// <param name="SocialWorkerYears">Years of relevant post-qualifying experience that the social worker must have.</param>
/// <param name="NeedsMedicalAdviser">Whether the central list must hold a medical adviser. None is ever needed for the quorum.</param>
/// <param name="Source">Instrument and provision.</param>
/// <param name="Confidence">How sure we are.</param>
/// <param name="From">The first day of meetings under it.</param>
/// <param name="Until">The last such day; null while in force.</param>
public sealed record PanelConstitution(
    PanelStrand Strand,
    bool IsJoint,
    int OtherMembers,
    int SocialWorkerYears,
    bool NeedsMedicalAdviser,
    LegalSource Source,
    Confidence Confidence,
    DateOnly From,
    DateOnly? Until = null)
{
    /// <summary>The fewest members by whom the panel can meet.</summary>
    public int Quorum => OtherMembers + 2;
}

/// <summary>
/// The constitutions of panels in England. The relaxations of 2020 (Adoption and Children (Coronavirus) (Amendment) Regulations 2020, SI
/// 2020/445) ended on 25 September 2020, before the records that this system keeps begin, and are left out.
/// </summary>
public static class PanelConstitutions
{
    private static readonly DateOnly Regulations2011 = new(2011, 4, 1);
    private static readonly LegalSource Adoption = new(Instruments.AdoptionAgencies, "regulation 6 (substituted by SI 2011/589)");
    private static readonly LegalSource Fostering = new(Instruments.Fostering, "regulation 24");

    /// <summary>Every version.</summary>
    public static IReadOnlyList<PanelConstitution> All { get; } =
    [
        new(PanelStrand.Adoption, false, 3, 3, true, Adoption, Confidence.Medium, Regulations2011),
        new(PanelStrand.Adoption, true, 4, 3, true, Adoption, Confidence.Medium, Regulations2011),
        new(PanelStrand.Fostering, false, 3, 3, false, Fostering, Confidence.Medium, Regulations2011),
        new(PanelStrand.Fostering, true, 4, 3, false, Fostering, Confidence.Medium, Regulations2011),
    ];

    /// <summary>The version for a meeting.</summary>
    /// <exception cref="InvalidOperationException">None was in force on that day.</exception>
    public static PanelConstitution InForce(PanelStrand strand, bool isJoint, DateOnly meeting) =>
        All.SingleOrDefault(rule => rule.Strand == strand && rule.IsJoint == isJoint && rule.From <= meeting && (rule.Until is not { } until || meeting <= until))
            ?? throw new InvalidOperationException($"No constitution of a {strand} panel was in force on {meeting:O}.");
}
