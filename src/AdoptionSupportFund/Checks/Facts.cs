using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Who pays a part of a line.</summary>
internal enum Funder
{
    /// <summary>The government's fund.</summary>
    Fund = 1,

    /// <summary>The council that applies.</summary>
    Council = 2,

    /// <summary>The regional adoption agency.</summary>
    RegionalAgency = 3,

    /// <summary>The health service.</summary>
    Health = 4,
}

/// <summary>What a check needs to know of an application: no more than the service holds.</summary>
/// <param name="Id">The application.</param>
/// <param name="Council">Who applies.</param>
/// <param name="AppliedOn">The day on which it was, or would today be, submitted.</param>
/// <param name="Children">The children, each with limits of its own.</param>
/// <param name="Lines">What is asked for.</param>
/// <param name="Used">What each child has used of a year by our applications, this one and what it replaces left out.</param>
/// <param name="Others">Lines of other live applications for the same children.</param>
/// <param name="Providers">The providers named.</param>
internal sealed record ApplicationFacts(
    Guid Id,
    CouncilCode Council,
    DateOnly AppliedOn,
    IReadOnlyList<ChildFacts> Children,
    IReadOnlyList<LineFacts> Lines,
    IReadOnlyDictionary<(Guid Child, YearEnded Year), Use> Used,
    IReadOnlyList<OtherLine> Others,
    IReadOnlyDictionary<Guid, ProviderFacts> Providers);

/// <summary>A child of an application, with the assessment that it rests on; null when the assessment does not cover the child.</summary>
internal sealed record ChildFacts(Guid Id, SupportRoute Route, YearEnded BornIn, bool HasPlan, ApplicantBasis Basis, AssessmentFacts? Assessment);

internal sealed record AssessmentFacts(DateOnly AssessedOn, bool IsWithdrawn, bool NarrativesChecked);

/// <summary>
/// One therapy or specialist assessment by one provider.
/// <c>Number</c>: its place in the application, from 1: how findings name it.
/// </summary>
internal sealed record LineFacts(
    int Number, string Therapy, Guid? Provider, decimal Hours, long RatePence, DateOnly Starts, DateOnly Ends, IReadOnlyList<FundingFacts> Funding)
{
    /// <summary>The year to whose limits it counts: that in which it starts, whenever it ends.</summary>
    public YearEnded Year => YearEnded.Of(Starts);

    public long CostPence => CostOf(Hours, RatePence);

    /// <summary>Hours times rate, half a penny up.</summary>
    public static long CostOf(decimal hours, long ratePence) => (long)decimal.Round(hours * ratePence, MidpointRounding.AwayFromZero);
}

/// <summary>What one funder pays of a line for one child.</summary>
internal sealed record FundingFacts(Guid Child, Funder Funder, long Pence);

/// <summary>A line of another live application for a child of this one.</summary>
internal sealed record OtherLine(Guid Child, string Therapy, Guid? Provider, DateOnly Starts, DateOnly Ends)
{
    public bool Overlaps(LineFacts line) => Starts <= line.Ends && line.Starts <= Ends;
}

/// <summary>
/// What the register says of a provider.
/// <c>ChecksDue</c>: the earliest day on which one of its checks is to be renewed; null when one was never made.
/// <c>Rates</c>: pence an hour by therapy; null for a rate that was not agreed.
/// <c>Areas</c>: councils in whose area it works; empty for all.
/// </summary>
internal sealed record ProviderFacts(
    Guid Id, bool IsActive, DateOnly? ChecksDue, IReadOnlyDictionary<string, long?> Rates, IReadOnlyCollection<CouncilCode> Areas);

/// <summary>Pence of one child in one financial year, by what they count towards.</summary>
/// <param name="Therapy">The fund's money for therapy.</param>
/// <param name="Assessment">The fund's money for specialist assessments.</param>
/// <param name="Local">Other funders' money for therapy: what match funding is measured by.</param>
internal readonly record struct Use(long Therapy, long Assessment, long Local)
{
    public static Use operator +(Use one, Use other) => new(one.Therapy + other.Therapy, one.Assessment + other.Assessment, one.Local + other.Local);

    public static Use operator -(Use one, Use other) => new(one.Therapy - other.Therapy, one.Assessment - other.Assessment, one.Local - other.Local);
}
