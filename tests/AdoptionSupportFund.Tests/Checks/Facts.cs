using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Tests.Checks;

/// <summary>An application that is clean on a day, to be spoilt in one respect at a time.</summary>
internal static class Facts
{
    public static readonly Guid Child = new("00000000-0000-4000-8000-00000000000a");
    public static readonly Guid Sibling = new("00000000-0000-4000-8000-00000000000b");
    public static readonly Guid Provider = new("00000000-0000-4000-8000-0000000000aa");
    public static readonly DateOnly November2025 = new(2025, 11, 3);
    public static readonly DateOnly June2024 = new(2024, 6, 3);

    public static ApplicationFacts Clean(DateOnly day) => new(
        new Guid("00000000-0000-4000-8000-0000000000bb"),
        new CouncilCode(860),
        day,
        [Of(day)],
        [Line(day)],
        new Dictionary<(Guid, YearEnded), Use>(),
        [],
        new Dictionary<Guid, ProviderFacts>
        {
            [Provider] = new(Provider, true, day.AddYears(1), new Dictionary<string, long?> { ["play-therapy"] = 7_500, ["specialist-assessment"] = null }, [new CouncilCode(860)]),
        });

    public static ChildFacts Of(DateOnly day, Guid? id = null) => new(
        id ?? Child, SupportRoute.AdoptedFromCare, new YearEnded(day.Year - 10), false, ApplicantBasis.OrderWithinThreeYears, new AssessmentFacts(day.AddDays(-30), false, true));

    /// <summary>Ten hours at £75, all of it the fund's.</summary>
    public static LineFacts Line(DateOnly day, int number = 1, string therapy = "play-therapy", long ratePence = 7_500, decimal hours = 10, params FundingFacts[] funding) => new(
        number, therapy, Provider, hours, ratePence, day.AddDays(14), day.AddDays(100), funding.Length > 0 ? funding : [new FundingFacts(Child, Funder.Fund, LineFacts.CostOf(hours, ratePence))]);

    public static ApplicationFacts WithChild(this ApplicationFacts facts, Func<ChildFacts, ChildFacts> change) => facts with { Children = [.. facts.Children.Select(change)] };

    public static ApplicationFacts WithLine(this ApplicationFacts facts, Func<LineFacts, LineFacts> change) => facts with { Lines = [.. facts.Lines.Select(change)] };

    /// <summary>The codes of what stops or tells, without notes.</summary>
    public static string[] Codes(this ApplicationFacts facts, Rulebook? rules = null, bool notes = false) =>
        [.. ApplicationChecks.Of(facts, rules ?? Rulebook.Shipped).Where(finding => notes || FindingBook.Kinds[finding.Code].Severity != Severity.Note).Select(finding => finding.Code)];
}
