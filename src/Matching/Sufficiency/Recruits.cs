using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Sufficiency;

/// <summary>Households that might be recruited: what they would offer, and which searches they could take.</summary>
internal static class Recruits
{
    private static readonly HouseholdRoutes[] Routes = [HouseholdRoutes.Adoption, HouseholdRoutes.DuallyApproved, HouseholdRoutes.LongTermFostering];

    /// <summary>Every kind, the least demanding first, so that of two that help alike the one easier to find is told first.</summary>
    public static IEnumerable<RecruitmentTarget> Kinds() =>
        from area in new NeedArea?[] { null }.Concat(Enum.GetValues<NeedArea>().Cast<NeedArea?>())
        from route in Routes
        from number in Enumerated.Numbers
        from ages in Enum.GetValues<AgeRange>()
        select new RecruitmentTarget(route, number, ages, area, 0);

    /// <summary>What most of these households refuse.</summary>
    public static UInt128 MostlyRefused(IReadOnlyList<HouseholdOffered> households)
    {
        var refused = UInt128.Zero;
        foreach (var need in NeedVocabulary.All)
        {
            foreach (var level in Enumerated.Levels)
            {
                var bit = NeedVocabulary.BitOf(need, level);
                if (2 * households.Count(household => (household.Offers.No & bit) != 0) > households.Count)
                {
                    refused |= bit;
                }
            }
        }

        return refused;
    }

    /// <summary>The offer of a household of this kind.</summary>
    public static HouseholdOffered Of(RecruitmentTarget kind, UInt128 mostlyRefused)
    {
        var (yes, no) = (UInt128.Zero, UInt128.Zero);
        foreach (var need in NeedVocabulary.All)
        {
            foreach (var level in Enumerated.Levels)
            {
                var bit = NeedVocabulary.BitOf(need, level);
                if ((mostlyRefused & bit) != 0 && NeedVocabulary.AreaOf(need) != kind.Area)
                {
                    no |= bit;
                }
                else
                {
                    yes |= bit;
                }
            }
        }

        return new HouseholdOffered(
            Guid.Empty, default, 0, 0, ApprovalState.Approved, null, false,
            kind.Route == HouseholdRoutes.DuallyApproved ? HouseholdRoutes.DuallyApproved | HouseholdRoutes.Adoption : kind.Route,
            Availability.Available, Parents.Two, ChildCounts.None, kind.Number, ChildCounts.None, BandsOf(kind.Ages), AgeBands.None,
            OfferProfile.FromCells(yes, 0, no), EvidenceDates.None, IdentitySupport.None, null, Guid.Empty, true, DisclosureLevel.None,
            NeedVocabulary.Version);
    }

    private static AgeBands BandsOf(AgeRange ages) => ages switch
    {
        AgeRange.UnderTwo => AgeBands.Unborn | AgeBands.UnderOne | AgeBands.One,
        AgeRange.UnderFive => BandsOf(AgeRange.UnderTwo) | AgeBands.Two | AgeBands.Three | AgeBands.Four,
        AgeRange.FiveAndOver => AgeBands.FiveOrSix | AgeBands.SevenToNine | AgeBands.TenOrOver,
        AgeRange.Any => BandsOf(AgeRange.UnderFive) | BandsOf(AgeRange.FiveAndOver),
        _ => throw new ArgumentOutOfRangeException(nameof(ages)),
    };
}
