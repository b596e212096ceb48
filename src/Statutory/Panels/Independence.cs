using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Panels;

/// <summary>A fact about a person on a central list, with the days on which it began and ended. What it means for them is computed.</summary>
public enum MemberFactKind
{
    /// <summary>Relevant post-qualifying experience as a social worker, from its beginning.</summary>
    SocialWork = 1,

    /// <summary>Experience of management, from its beginning.</summary>
    Management = 2,

    /// <summary>Medical adviser to an agency.</summary>
    MedicalAdviser = 3,

    /// <summary>Personal experience of adoption or fostering.</summary>
    PersonalExperience = 4,

    /// <summary>Elected member of a council.</summary>
    ElectedMember = 10,

    /// <summary>Trustee or director of an agency.</summary>
    Trustee = 11,

    /// <summary>Employed by an agency in adoption, fostering, child protection or the placement of children.</summary>
    Employee = 12,

    /// <summary>Related to somebody so employed.</summary>
    RelativeOfEmployee = 13,

    /// <summary>Adoptive parent of a child whom an agency placed; from the placement to the day of the adoption order.</summary>
    AdoptiveParent = 14,

    /// <summary>Foster carer approved by an agency.</summary>
    FosterCarer = 15,

    /// <summary>Related to an elected member of a council.</summary>
    RelativeOfElectedMember = 16,

    /// <summary>Related to a trustee or director of an agency.</summary>
    RelativeOfTrustee = 17,

    /// <summary>Criminal record check, on the day it was made.</summary>
    CriminalRecordCheck = 20,

    /// <summary>References taken.</summary>
    References = 21,

    /// <summary>Induction.</summary>
    Induction = 22,

    /// <summary>Appraisal of the member's work on panel.</summary>
    Appraisal = 23,

    /// <summary>Training, joint with the agency's staff or other.</summary>
    Training = 24,
}

/// <summary>A fact about a member.</summary>
/// <param name="Kind">What.</param>
/// <param name="Agency">The council that it concerns; null where it concerns none.</param>
/// <param name="From">From when, or when it happened.</param>
/// <param name="Until">The last day; null while it lasts.</param>
public sealed record MemberFact(MemberFactKind Kind, int? Agency, DateOnly From, DateOnly? Until = null);

/// <summary>What makes a member not independent of an agency.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Strands">For panels under which law.</param>
/// <param name="EndsAfterMonths">How many months after the fact's end it still counts, in law.</param>
/// <param name="Source">Instrument and provision.</param>
/// <param name="Confidence">How sure we are.</param>
/// <param name="From">The first day of meetings under this version.</param>
/// <param name="Until">The last such day; null while it is in force.</param>
public sealed record IndependenceRule(
    MemberFactKind Fact, IReadOnlyList<PanelStrand> Strands, int EndsAfterMonths, LegalSource Source, Confidence Confidence, DateOnly From, DateOnly? Until = null);

/// <summary>Computes from facts whether a member is independent, and what experience a member has.</summary>
public static class Independence
{
    private static readonly LegalSource Adoption = new(Instruments.AdoptionAgencies, "regulation 4 (substituted by SI 2011/589)");
    private static readonly LegalSource Fostering = new(Instruments.Fostering, "regulation 23");
    private static readonly PanelStrand[] Both = [PanelStrand.Adoption, PanelStrand.Fostering];

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<IndependenceRule> Rules { get; } =
    [
        new(MemberFactKind.ElectedMember, Both, 0, Adoption, Confidence.Medium, CaseGates.Regulations2011),
        new(MemberFactKind.Trustee, Both, 0, Adoption, Confidence.Medium, CaseGates.Regulations2011),
        new(MemberFactKind.Employee, Both, 0, Adoption, Confidence.Medium, CaseGates.Regulations2011),
        new(MemberFactKind.RelativeOfEmployee, Both, 0, Adoption, Confidence.Medium, CaseGates.Regulations2011),
        new(MemberFactKind.RelativeOfElectedMember, Both, 0, Adoption, Confidence.Low, CaseGates.Regulations2011),
        new(MemberFactKind.RelativeOfTrustee, Both, 0, Adoption, Confidence.Low, CaseGates.Regulations2011),
        new(MemberFactKind.AdoptiveParent, [PanelStrand.Adoption], 12, Adoption, Confidence.Medium, CaseGates.Regulations2011),
        new(MemberFactKind.FosterCarer, [PanelStrand.Fostering], 0, Fostering, Confidence.Medium, CaseGates.Regulations2011),
    ];

    /// <summary>The rules by which a member is not independent of an agency on a day; none when independent.</summary>
    /// <param name="facts">What is known of the member.</param>
    /// <param name="agencies">The agency, or every agency of a joint panel.</param>
    /// <param name="strand">Which law.</param>
    /// <param name="day">The day of the meeting, by whose law.</param>
    /// <param name="coolingOffMonths">
    /// How long after a fact ended it still counts: a setting of agencies, not law (0 where there is none; some have 12).
    /// </param>
    public static IReadOnlyList<IndependenceRule> BrokenBy(
        IEnumerable<MemberFact> facts, IReadOnlyCollection<int> agencies, PanelStrand strand, DateOnly day, int coolingOffMonths = 0) =>
    [
        .. from fact in facts
           where fact.Agency is { } agency && agencies.Contains(agency) && fact.From <= day
           from rule in Rules
           where rule.Fact == fact.Kind && rule.Strands.Contains(strand) && rule.From <= day && (rule.Until is not { } until || day <= until)
           let ends = fact.Until?.AddMonths(Math.Max(rule.EndsAfterMonths, coolingOffMonths))
           where ends is not { } last || day <= last
           select rule,
    ];

    /// <summary>Whether a member has been a social worker, with relevant experience, for so many years on a day.</summary>
    public static bool HasYears(IEnumerable<MemberFact> facts, MemberFactKind kind, int years, DateOnly day) =>
        facts.Any(fact => fact.Kind == kind && fact.From.AddYears(years) <= day && (fact.Until is not { } until || until >= fact.From.AddYears(years)));

    /// <summary>
    /// Whether somebody may be the agency adviser to a panel: a social worker of five years and experience of management (Adoption Agencies
    /// Regulations 2005, regulation 8). The adviser has no vote.
    /// </summary>
    public static bool MayAdvise(IReadOnlyCollection<MemberFact> facts, DateOnly day) =>
        HasYears(facts, MemberFactKind.SocialWork, 5, day) && facts.Any(fact => fact.Kind == MemberFactKind.Management && fact.From <= day);

    /// <summary>The day on which a notice of leaving a central list takes effect: the first day on which its member is off it.</summary>
    public static DateOnly LeavesOn(PanelStrand strand, DateOnly noticeGiven) => ClockEngine.England.Due(
        ClockRules.InForce(strand == PanelStrand.Adoption ? ClockCode.ListNotice : ClockCode.FosteringListNotice, noticeGiven), noticeGiven);
}
