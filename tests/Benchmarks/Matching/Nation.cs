using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;

namespace Partnership.Benchmarks.Matching;

/// <summary>
/// As many waiting children and households as England has, and somewhat more, all of whom share. Willing as households are: nearly all say yes to
/// low levels of what is common, many no to the high ones; of a hundred pairs nearly forty pass every limit.
/// </summary>
internal sealed class Nation
{
    private static readonly CouncilCode[] Councils = [.. Enumerable.Range(300, 150).Select(code => new CouncilCode(code))];

    private readonly Random _draw;

    public Nation(int seed, int children, int households)
    {
        _draw = new Random(seed);
        Children = [.. Enumerable.Range(0, children).Select(_ => Child())];
        Households = [.. Enumerable.Range(0, households).Select(_ => Household())];
        Excluded = [.. Children.Select(_ => Households.Where(_ => Chance(3)).Select(household => household.Reference).ToHashSet())];
        Rules = new MatchingRules(MatchingWeights.Initial, SharingAgreements.InForce([Councils]), new Quarter(2026, 4), LinksPerHousehold: 3);
    }

    public MatchingRules Rules { get; }

    public ChildProfiled[] Children { get; }

    public HouseholdOffered[] Households { get; }

    /// <summary>By child, households that its hub says no to; it says yes to all others.</summary>
    public HashSet<Guid>[] Excluded { get; }

    public RegionIndex Index()
    {
        var index = RegionIndex.Empty(Rules);
        index = Children.Aggregate(index, (known, child) => known.Apply(child));
        index = Households.Aggregate(index, (known, household) => known.Apply(household));
        return index.Apply(Children.SelectMany((child, i) => Households.Select(household =>
            new CandidateVerdict(child.Reference, household.Reference, household.HomeArea!.Value, !Excluded[i].Contains(household.Reference)))));
    }

    /// <summary>The next snapshot of a household, with another offer.</summary>
    public HouseholdOffered Changed(HouseholdOffered household) => Household() with
    {
        Reference = household.Reference, Council = household.Council, HomeArea = household.HomeArea, Version = household.Version + 1,
    };

    /// <summary>The next snapshot of a child, with other needs.</summary>
    public ChildProfiled Changed(ChildProfiled child) => Child() with { Reference = child.Reference, Council = child.Council, Version = child.Version + 1 };

    private bool Chance(int percent) => _draw.Next(100) < percent;

    private Guid Reference()
    {
        var bytes = new byte[16];
        _draw.NextBytes(bytes);
        return new Guid(bytes);
    }

    private int Weighted(params ReadOnlySpan<int> weights)
    {
        var drawn = _draw.Next(weights.ToArray().Sum());
        var index = 0;
        while (drawn >= weights[index])
        {
            drawn -= weights[index++];
        }

        return index;
    }

    private ChildProfiled Child()
    {
        var (needs, evidence) = (NeedProfile.None, EvidenceDates.None);
        foreach (var need in NeedVocabulary.All.Where(_ => Chance(25)))
        {
            needs = needs.With(need, (NeedLevel)(1 + Weighted(55, 30, 15)));
            evidence = evidence.With(need, new Quarter(2025 + _draw.Next(2), 1 + _draw.Next(4)));
        }

        return new ChildProfiled(
            Reference(), Councils[_draw.Next(Councils.Length)], 1, 1, SearchStanding.Searching, SearchLength.UnderThirtyDays,
            Weighted(90, 10) == 0 ? PermanencePlan.Adoption : PermanencePlan.EarlyPermanence, ChildStage.PlacementOrderMade, AuthorityToPlace.PlacementOrder,
            WaitBand.ThreeToSixMonths, (AgeBands)(1 << Weighted(2, 14, 18, 16, 13, 11, 14, 9, 3)), ChildCounts.One, SiblingSearch.Alone, null,
            PriorityFlags.None, (IdentitySupport)_draw.Next(8), EarlyPermanenceRequest.Requested, EarlyPermanencePreconditions.All, needs, evidence,
            DisclosureLevel.Anonymous, NeedVocabulary.Version);
    }

    private HouseholdOffered Household()
    {
        var (offers, evidence) = (OfferProfile.NotAsked, EvidenceDates.None);
        var willing = _draw.Next(4);
        foreach (var need in NeedVocabulary.All)
        {
            // 0 no, 1 not asked, 2 could consider, 3 yes; each level at most as willing as the one below it.
            var low = Weighted(2, 8, 10, 80 + (10 * willing));
            var medium = Math.Min(low, Weighted(12, 6, 30, 30 + (30 * willing)));
            var high = Math.Min(medium, Weighted(40, 6, 30, 10 + (20 * willing)));
            offers = offers.With(need, Answer(low), Answer(medium), Answer(high));
            evidence = evidence.With(need, Chance(10) ? null : new Quarter(2025 + _draw.Next(2), 1 + _draw.Next(4)));
        }

        var from = Weighted(40, 30, 20, 10);
        return new HouseholdOffered(
            Reference(), Councils[_draw.Next(Councils.Length)], 1, 1, Chance(80) ? ApprovalState.Approved : ApprovalState.StageTwo, null, Chance(8),
            HouseholdRoutes.Adoption | (Chance(30) ? HouseholdRoutes.DuallyApproved : HouseholdRoutes.None) | (Chance(50) ? HouseholdRoutes.TemporaryApproval : HouseholdRoutes.None),
            Chance(92) ? Availability.Available : Availability.OnHold, Parents.Two, ChildCounts.None, ChildCounts.One,
            Chance(30) ? ChildCounts.Two : ChildCounts.None, (AgeBands)(0b111111 << from & 511), (AgeBands)(0b11 << (from + 6) & 511), offers, evidence,
            (IdentitySupport)_draw.Next(8), null, Reference(), true, DisclosureLevel.Anonymous, NeedVocabulary.Version);
    }

    private static OfferAnswer Answer(int willing) => willing switch
    {
        0 => OfferAnswer.No,
        1 => OfferAnswer.NotAsked,
        2 => OfferAnswer.CouldConsider,
        _ => OfferAnswer.Yes,
    };
}
