using FsCheck;
using FsCheck.Fluent;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.Tests.Checks;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Tests.Money;

/// <summary>What must hold of money whatever the figures.</summary>
public sealed class MoneyPropertyTests
{
    [Fact]
    public void Split_OfAnyAmount_LosesNoPenny() => Prop.ForAll(
        Gen.Choose(0, 10_000_000).Select(pence => (long)pence).Zip(Gen.Choose(0, 1_000_000).Select(weight => (long)weight).NonEmptyListOf().Where(weights => weights.Sum() > 0)).ToArbitrary(),
        pair =>
        {
            var parts = Split.ByWeight(pair.Item1, [.. pair.Item2]);
            return parts.Sum() == pair.Item1
                && parts.All(part => part >= 0)
                && (pair.Item1 > pair.Item2.Sum() || parts.Zip(pair.Item2).All(both => both.First <= both.Second));
        }).QuickCheckThrowOnFailure();

    /// <summary>Whatever is needed, in whatever year: what is proposed adds up to the cost, and keeps every limit.</summary>
    [Fact]
    public void Proposal_OfAnyNeed_IsWholeAndKeepsEveryLimit()
    {
        var days = new[] { "2016-08-01", "2016-11-01", "2019-05-01", "2024-06-03", "2025-11-03" }.Select(text => DateOnly.ParseExact(text, "yyyy-MM-dd")).ToArray();
        var line = from hours in Gen.Choose(1, 40_000) from rate in Gen.Choose(1, 20_000) from isAssessment in Gen.Elements(false, false, true) from both in Gen.Elements(true, false)
                   select (Hours: hours / 100m, Rate: (long)rate, isAssessment, both);
        var cases = from day in Gen.Elements(days) from lines in line.NonEmptyListOf() select (day, lines);
        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var open = each.lines.Take(12).Select((one, index) => new LineFacts(
                index + 1, one.isAssessment ? "specialist-assessment" : "play-therapy", Facts.Provider, one.Hours, one.Rate, each.day.AddDays(10), each.day.AddDays(60),
                one.both ? [new(Facts.Child, Funder.Fund, 0), new(Facts.Sibling, Funder.Fund, 0)] : [new(Facts.Child, Funder.Fund, 0)])).ToList();
            var used = new Dictionary<(Guid, YearEnded), Use>();

            var filled = FundingProposal.Fill(open, used, each.day, Rulebook.Shipped);

            var facts = Facts.Clean(each.day) with { Children = [Facts.Of(each.day), Facts.Of(each.day, Facts.Sibling)], Lines = filled };
            return filled.All(one => one.Funding.Sum(part => part.Pence) == one.CostPence)
                && !MoneyChecks.Of(facts, Rulebook.Shipped).Any(finding => FindingBook.Kinds[finding.Code].Severity != Severity.Note);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>The fund pays all that its rules let it: a penny more would be found.</summary>
    [Fact]
    public void Proposal_WithoutMatchFunding_LeavesNothingOfTheLimitUnasked() => Prop.ForAll(
        Gen.Choose(1, 600_000).Zip(Gen.Choose(0, 300_000)).ToArbitrary(),
        pair =>
        {
            var (cost, before) = pair;
            var pack = ShippedPacks.All.Single(each => each.Year.Year == 2026);
            var fund = Limits.FundPart(pack, Facts.November2025, new Use(before, 0, 0), cost, isAssessment: false);
            return fund == Math.Min(cost, 300_000 - before);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("10", 7_500, 75_000)]
    [InlineData("0.01", 50, 1)]
    [InlineData("0.01", 49, 0)]
    [InlineData("1.25", 8_333, 10_416)]
    [InlineData("33.33", 9_999, 333_267)]
    public void Cost_OfHoursAndRate_IsRoundedHalfUp(string hours, long rate, long expected) =>
        Assert.Equal(expected, LineFacts.CostOf(decimal.Parse(hours, System.Globalization.CultureInfo.InvariantCulture), rate));
}
