using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.WhatIf;

/// <summary>What one child needed in one financial year, as it was asked for: the cost, whoever paid.</summary>
internal sealed record ChildNeed(short Council, Guid Child, long TherapyPence, long AssessmentPence);

/// <summary>Another year than the one that was: what changes of it.</summary>
/// <param name="LimitPence">The fair access limit; null to leave it.</param>
/// <param name="MatchPercent">The fund's share above the limit; null to leave it.</param>
/// <param name="RateChangePercent">How much dearer therapy is.</param>
/// <param name="ChildrenChangePercent">How many more children come.</param>
internal sealed record Scenario(long? LimitPence, int? MatchPercent, int RateChangePercent, int ChildrenChangePercent);

/// <summary>What a year comes to.</summary>
/// <param name="Children">Children who need something.</param>
/// <param name="DemandPence">What it costs.</param>
/// <param name="FundPence">What the fund pays; with the two that follow null in the region, where it would tell of one to five children.</param>
/// <param name="ShortfallPence">What is left to others.</param>
/// <param name="ChildrenAboveLimit">Children who need more than the fund pays.</param>
internal sealed record YearCost(int Children, long DemandPence, long? FundPence, long? ShortfallPence, int? ChildrenAboveLimit);

/// <summary>Works out demand and shortfall. Pure, from the real applications of a year.</summary>
internal static class WhatIfFigures
{
    private const long DefaultCeiling = 30_000_00;

    public static YearCost Of(IEnumerable<ChildNeed> needs, RulePack pack, Scenario scenario)
    {
        var rules = Changed(pack, scenario);
        var day = pack.Year.LastDay;
        var (children, demand, fund, above) = (0, 0L, 0L, 0);
        foreach (var need in needs)
        {
            var (therapy, assessment) = (Dearer(need.TherapyPence), Dearer(need.AssessmentPence));
            var paidAssessment = Limits.FundPart(rules, day, default, assessment, isAssessment: true);
            var paidTherapy = Limits.FundPart(rules, day, new Use(0, paidAssessment, 0), therapy, isAssessment: false);
            children++;
            demand += therapy + assessment;
            fund += paidTherapy + paidAssessment;
            above += paidTherapy + paidAssessment < therapy + assessment ? 1 : 0;
        }

        return new YearCost((int)More(children), More(demand), More(fund), More(demand) - More(fund), (int)More(above));

        long Dearer(long pence) => pence + (pence * scenario.RateChangePercent / 100);

        long More(long value) => value + (value * scenario.ChildrenChangePercent / 100);
    }

    /// <summary>The year's own rules as they ended, with what the scenario changes.</summary>
    private static RulePack Changed(RulePack pack, Scenario scenario) => pack with
    {
        Rules =
        [
            .. pack.Rules.Select(rule => rule switch
            {
                FairAccessRule access when scenario.LimitPence is { } limit => access with { Pence = limit },
                MatchRule match when scenario.MatchPercent is { } share => match with { SharePercent = share, CeilingPence = match.CeilingPence > 0 ? match.CeilingPence : DefaultCeiling },
                _ => rule,
            }),
        ],
    };
}
