using Partnership.LocalityHub.Permanence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Placements;

/// <summary>
/// Without a placement order or consent no agency places a child, but one who is under six weeks old, whose parents have agreed in writing (Adoption and
/// Children Act 2002, s. 18(1); Adoption Agencies Regulations 2005, reg. 35). A hard stop: nobody can give leave. What counts is the day of the placement:
/// an order that was made later made no earlier placement lawful.
/// </summary>
internal static class PlacingAuthority
{
    /// <summary>Demands that the child might be placed for adoption on a day.</summary>
    /// <param name="facts">The child's, as they are known now.</param>
    /// <param name="day">The day of the placement.</param>
    /// <param name="writtenAgreement">The parents have agreed in writing.</param>
    /// <exception cref="RuleBrokenException">It might not.</exception>
    public static void Demand(FamilyFacts facts, DateOnly day, bool writtenAgreement)
    {
        if (facts.MightBePlacedOn(day))
        {
            return;
        }

        if (!IsUnderSixWeeks(facts, day))
        {
            throw new RuleBrokenException(
                "placement.without-authority",
                "A child is placed for adoption by a placement order, or with the parents' consent, of that day or earlier (Adoption and Children Act 2002, ss. 18(1), 19 and 21): enter it first.",
                "kind");
        }

        if (!writtenAgreement)
        {
            throw new RuleBrokenException(
                "placement.under-six-weeks",
                "A child under six weeks is not placed for adoption without a placement order or the parents' written agreement (Adoption Agencies Regulations 2005, reg. 35).",
                "from");
        }
    }

    /// <summary>Demands that a placement which is entered already does not lose, by the day of the placement order, what allowed it.</summary>
    /// <param name="facts">The child's, as they are known now.</param>
    /// <param name="placed">The day of the placement.</param>
    /// <param name="ordered">The day of the order as it is to be.</param>
    /// <exception cref="RuleBrokenException">It would.</exception>
    public static void DemandNotAfter(FamilyFacts facts, DateOnly placed, DateOnly ordered)
    {
        if (ordered > placed && !facts.HadConsentOn(placed) && !IsUnderSixWeeks(facts, placed))
        {
            throw new RuleBrokenException(
                "milestone.after-placement",
                "The day lies after the placement with the adopters, and no consent of that day or earlier is entered (Adoption and Children Act 2002, ss. 18(1), 19 and 21).",
                "date");
        }
    }

    private static bool IsUnderSixWeeks(FamilyFacts facts, DateOnly day) =>
        facts.Child.DateOfBirth is { } born && day < ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.SixWeeksOld, born), born);
}
