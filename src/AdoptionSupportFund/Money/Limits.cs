using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Money;

/// <summary>
/// A child's limits in one financial year. By our applications: another applicant's are not known here, and every answer that tells of a
/// balance says so.
/// </summary>
internal static class Limits
{
    /// <summary>What is wrong with asking for so much when so much is used.</summary>
    public static IEnumerable<Finding> Check(RulePack pack, DateOnly day, Use used, Use asked)
    {
        var (access, assessments, match) = RulesOf(pack, day);
        var after = used + asked;
        if (asked.Assessment > 0 && assessments.Pence is { } most && after.Assessment > most)
        {
            yield return new Finding("limit.assessment", LineChecks.Cite(pack, assessments), Pence: after.Assessment - most);
        }

        if (access.Pence is not { } limit || asked is { Therapy: 0, Assessment: 0 })
        {
            yield break;
        }

        // Beside the limit, an assessment leaves the money for therapy as it was; money for the one is never the other's.
        var counted = after.Therapy + (assessments.IsInside ? after.Assessment : 0);
        var above = counted - limit;
        if (above <= 0 || (!assessments.IsInside && asked.Therapy == 0))
        {
            yield break;
        }

        if (match.SharePercent == 0)
        {
            yield return new Finding("limit.fair-access", LineChecks.Cite(pack, access), Pence: above);
            yield break;
        }

        var needed = OthersFor(above, match.SharePercent);
        if (after.Local < needed)
        {
            yield return new Finding("match.not-enough", LineChecks.Cite(pack, match), Pence: needed - after.Local);
        }

        var highest = (match.CeilingPence - limit) * match.SharePercent / 100;
        if (above > highest)
        {
            yield return new Finding("match.ceiling", LineChecks.Cite(pack, match), Pence: above - highest);
        }
    }

    /// <summary>
    /// How much the fund would pay of a cost for a child, the rest falling to others: up to the limit, and above it the fund's share while the
    /// ceiling lasts.
    /// </summary>
    public static long FundPart(RulePack pack, DateOnly day, Use used, long cost, bool isAssessment)
    {
        var (access, assessments, match) = RulesOf(pack, day);
        if (isAssessment)
        {
            var room = assessments.Pence is { } most ? Math.Max(0, most - used.Assessment) : long.MaxValue;
            return Math.Min(cost, assessments.IsInside && access.Pence is { } whole ? Math.Min(room, Math.Max(0, whole - used.Therapy - used.Assessment)) : room);
        }

        if (access.Pence is not { } limit)
        {
            return cost;
        }

        var counted = used.Therapy + (assessments.IsInside ? used.Assessment : 0);
        var below = Math.Min(cost, Math.Max(0, limit - counted));
        if (match.SharePercent == 0 || below == cost)
        {
            return below;
        }

        // Above the ceiling nothing is matched.
        var matched = Math.Min(cost - below, Math.Max(0, match.CeilingPence - counted - used.Local - below));
        return below + (matched * match.SharePercent / 100);
    }

    /// <summary>The fair access limit; null where there is none.</summary>
    public static long? FairAccess(RulePack pack, DateOnly day) => RulesOf(pack, day).Access.Pence;

    /// <summary>How much of the limit is left for therapy, and for specialist assessments; null where there is no limit.</summary>
    public static (long? Therapy, long? Assessment) Left(RulePack pack, DateOnly day, Use used)
    {
        var (access, assessments, _) = RulesOf(pack, day);
        var therapy = access.Pence - used.Therapy - (assessments.IsInside ? used.Assessment : 0);
        var assessment = assessments.Pence - used.Assessment;
        return (
            therapy is { } t ? Math.Max(0, t) : null,
            assessments.IsInside && therapy is { } shared ? Math.Max(0, Math.Min(assessment ?? long.MaxValue, shared)) : assessment is { } a ? Math.Max(0, a) : null);
    }

    /// <summary>What others must pay for the fund to pay so much above the limit, rounded up.</summary>
    private static long OthersFor(long above, int share) => ((above * (100 - share)) + share - 1) / share;

    private static (FairAccessRule Access, AssessmentRule Assessments, MatchRule Match) RulesOf(RulePack pack, DateOnly day)
    {
        // Rules of a year that the day lies before or after: the first or the last of that year.
        var within = day < pack.Year.FirstDay ? pack.Year.FirstDay : day > pack.Year.LastDay ? pack.Year.LastDay : day;
        return (pack.On<FairAccessRule>(within)!, pack.On<AssessmentRule>(within)!, pack.On<MatchRule>(within)!);
    }
}
