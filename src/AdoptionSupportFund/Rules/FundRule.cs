using System.Text.Json.Serialization;
using Partnership.Contracts.LocalityHub;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Rules;

/// <summary>
/// One rule of the fund with the days on which it is in force: days on which an application is made. A change in mid-year is a second
/// rule of the same kind, never an edit.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(AgeRule), "age")]
[JsonDerivedType(typeof(RouteRule), "route")]
[JsonDerivedType(typeof(ApplicantRule), "applicant")]
[JsonDerivedType(typeof(WindowRule), "application-window")]
[JsonDerivedType(typeof(StartRule), "start")]
[JsonDerivedType(typeof(CrossYearRule), "cross-year")]
[JsonDerivedType(typeof(TherapyRule), "therapy")]
[JsonDerivedType(typeof(FairAccessRule), "fair-access-limit")]
[JsonDerivedType(typeof(AssessmentRule), "assessment-limit")]
[JsonDerivedType(typeof(MatchRule), "match-funding")]
[JsonDerivedType(typeof(DecisionTimeRule), "decision-time")]
[JsonDerivedType(typeof(ClaimRule), "claims")]
internal abstract record FundRule
{
    /// <summary>The first day in force, in England.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day in force; null to the end of the year.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The day on which it was made known, where that was later than the first day in force.</summary>
    public DateOnly? Announced { get; init; }

    /// <summary>Where it is written: the instrument with its provision, or the guide of the year.</summary>
    public required string Source { get; init; }

    /// <summary>How sure we are of it.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>What a reader should know besides; null when nothing.</summary>
    public string? Note { get; init; }

    public bool IsInForce(DateOnly day) => day >= From && (Until is not { } until || day <= until);
}

/// <summary>Who is too old: the age, in completed years, up to which a child or young person is eligible.</summary>
/// <param name="Last">The last age, this one included.</param>
/// <param name="LastWithPlan">The last age of somebody with an education, health and care plan.</param>
internal sealed record AgeRule(int Last, int LastWithPlan) : FundRule;

/// <summary>By which ways into a family a child is eligible.</summary>
internal sealed record RouteRule(IReadOnlyList<SupportRoute> Routes) : FundRule;

/// <summary>Why a council may be the one that applies.</summary>
internal sealed record ApplicantRule(IReadOnlyList<ApplicantBasis> Bases) : FundRule;

/// <summary>How long after the assessment of needs an application may be made: on the same day of the month that many months later at the latest.</summary>
internal sealed record WindowRule(int Months) : FundRule;

/// <summary>Whether therapy may have begun before the application.</summary>
internal sealed record StartRule(bool MayHaveStarted) : FundRule;

/// <summary>Whether a package may run on after 31 March, and how long it may be when it does.</summary>
internal sealed record CrossYearRule(bool IsAllowed, int Months = 0) : FundRule;

/// <summary>What the fund pays for, by code.</summary>
internal sealed record TherapyRule(IReadOnlyList<string> Therapies, IReadOnlyList<string> SpecialistAssessments, IReadOnlyList<string> OutOfScope) : FundRule;

/// <summary>The fair access limit of a child in a financial year, in pence; null for no limit.</summary>
internal sealed record FairAccessRule(long? Pence) : FundRule;

/// <summary>The limit of specialist assessments of a child in a financial year.</summary>
/// <param name="Pence">In pence; null when only the fair access limit bounds it.</param>
/// <param name="IsInside">Whether assessments also count towards the fair access limit; otherwise they stand beside it, and neither may be spent for the other.</param>
internal sealed record AssessmentRule(long? Pence, bool IsInside) : FundRule;

/// <summary>Whether the fund pays a part of what lies above the fair access limit.</summary>
/// <param name="SharePercent">The fund's share of the cost above the limit; 0 when there is no match funding.</param>
/// <param name="CeilingPence">The cost of a child's therapy in a year, all funders together, up to which it does.</param>
internal sealed record MatchRule(int SharePercent, long CeilingPence) : FundRule;

/// <summary>How long the fund says that it takes to decide.</summary>
internal sealed record DecisionTimeRule(int WorkingDays) : FundRule;

/// <summary>What is claimed from the fund each month, and how long after a package's end its spend is to be confirmed.</summary>
internal sealed record ClaimRule(ClaimBasis Basis, int ConfirmWithinDays) : FundRule;

/// <summary>What a monthly claim asks for.</summary>
internal enum ClaimBasis
{
    /// <summary>What was awarded and not claimed before.</summary>
    Award,

    /// <summary>What providers have invoiced and was not claimed before.</summary>
    Invoiced,
}
