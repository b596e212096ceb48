using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>
/// A region by seed: children alone, in groups whole and not, paused and ended; households of every kind; answers, links, history, agreements,
/// weights with zeros among them. Most facts are such that a fair part of the pairs passes all limits.
/// </summary>
internal sealed class GeneratedRegion
{
    private static readonly CouncilCode[] All = [new(860), new(861), new(893), new(894), new(893 + 2)];

    private readonly Random _draw;

    public GeneratedRegion(int seed, int children = 40, int households = 90)
    {
        _draw = new Random(seed);
        Rules = new MatchingRules(
            Weights(), SharingAgreements.InForce([All[..(1 + _draw.Next(5))], [Any(All), Any(All)]]), new Quarter(2026, 1 + _draw.Next(4)), 1 + _draw.Next(4));
        for (var i = 0; i < children; i++)
        {
            AddChildren();
        }

        Households = [.. Enumerable.Range(0, households).Select(_ => Household())];
        Verdicts = [.. Children.SelectMany(child => Households.Where(_ => Chance(85)).Select(household => new CandidateVerdict(
            child.Reference, household.Reference, Chance(97) ? household.HomeArea ?? Guid.Empty : Reference(), Chance(90))))];
        Links = [.. Households.Where(_ => Chance(30)).Select(household => new HouseholdLinks(household.Reference, _draw.Next(5)))];
        Barred = [.. Children.SelectMany(child => new[] { SearchKey.OfChild(child.Reference), SearchKey.OfGroup(child.TogetherSearch ?? child.Reference) })
            .Distinct().SelectMany(key => Households.Where(_ => Chance(3)).Select(household => new SearchHistory(key, household.Reference, Chance(90))))];
    }

    public MatchingRules Rules { get; }

    public List<ChildProfiled> Children { get; } = [];

    public List<HouseholdOffered> Households { get; }

    public List<CandidateVerdict> Verdicts { get; }

    public List<HouseholdLinks> Links { get; }

    public List<SearchHistory> Barred { get; }

    /// <summary>The index of all of it, told in an order by seed.</summary>
    public RegionIndex Index(int order = 0)
    {
        var draw = new Random(order);
        var region = RegionIndex.Empty(Rules);
        List<Func<RegionIndex, RegionIndex>> told =
        [
            .. Children.Select(child => (Func<RegionIndex, RegionIndex>)(known => known.Apply(child))),
            .. Households.Select(household => (Func<RegionIndex, RegionIndex>)(known => known.Apply(household))),
            .. Links.Select(links => (Func<RegionIndex, RegionIndex>)(known => known.Apply(links))),
            .. Barred.Select(history => (Func<RegionIndex, RegionIndex>)(known => known.Apply(history))),
        ];
        region = told.OrderBy(_ => draw.Next()).Aggregate(region, (known, tell) => tell(known));
        return region.Apply(Verdicts.OrderBy(_ => draw.Next()));
    }

    /// <summary>Another snapshot of a household, the next version.</summary>
    public HouseholdOffered Changed(HouseholdOffered household) =>
        Household() with { Reference = household.Reference, Council = household.Council, HomeArea = household.HomeArea, Version = household.Version + 1 };

    /// <summary>Another snapshot of a child, the next version.</summary>
    public ChildProfiled Changed(ChildProfiled child) => Child() with
    {
        Reference = child.Reference, Council = child.Council, SiblingSearch = child.SiblingSearch, TogetherSearch = child.TogetherSearch, Siblings = child.Siblings,
        Version = child.Version + 1,
    };

    public T Any<T>(IReadOnlyList<T> from) => from[_draw.Next(from.Count)];

    private bool Chance(int percent) => _draw.Next(100) < percent;

    private Guid Reference()
    {
        var bytes = new byte[16];
        _draw.NextBytes(bytes);
        return new Guid(bytes);
    }

    private MatchingWeights Weights()
    {
        int Weight() => Chance(20) ? 0 : _draw.Next(101);
        return new MatchingWeights(1, Weight(), Weight(), Weight(), Weight(), Weight(), Weight(), Weight(), Weight(), Weight(), Weight());
    }

    private void AddChildren()
    {
        if (Chance(70))
        {
            Children.Add(Child());
            return;
        }

        var siblings = Chance(70) ? ChildCounts.Two : ChildCounts.ThreeOrMore;
        var (group, decision) = (Reference(), Chance(60) ? SiblingSearch.Together : SiblingSearch.Parallel);
        var plan = Any<PermanencePlan>([PermanencePlan.Adoption, PermanencePlan.Adoption, PermanencePlan.LongTermFostering]);
        var council = Any(All);
        for (var i = Chance(80) ? 0 : 1; i < (siblings == ChildCounts.Two ? 2 : 3); i++)
        {
            Children.Add(Child() with
            {
                TogetherSearch = group, SiblingSearch = decision, Siblings = siblings, Plan = Chance(90) ? plan : PermanencePlan.Adoption,
                Council = Chance(80) ? council : Any(All), Age = Any<AgeBands>([AgeBands.One, AgeBands.Three]),
            });
        }
    }

    private ChildProfiled Child()
    {
        var (needs, evidence) = (NeedProfile.None, EvidenceDates.None);
        foreach (var need in NeedVocabulary.All.Where(_ => Chance(15)))
        {
            needs = needs.With(need, (NeedLevel)(1 + _draw.Next(3)));
            evidence = evidence.With(need, SomeQuarter());
        }

        return Sample.Child(Any(All)) with
        {
            Reference = Reference(),
            Standing = Chance(94) ? SearchStanding.Searching : Any<SearchStanding>([SearchStanding.Paused, SearchStanding.Ended]),
            Plan = Any<PermanencePlan>([.. Enumerable.Repeat(PermanencePlan.Adoption, 8), PermanencePlan.EarlyPermanence, PermanencePlan.EarlyPermanence,
                PermanencePlan.LongTermFostering, PermanencePlan.ReturnHome]),
            EarlyPermanence = Chance(80) ? EarlyPermanenceRequest.Requested : EarlyPermanenceRequest.Preparing,
            Preconditions = Chance(90) ? EarlyPermanencePreconditions.All : EarlyPermanencePreconditions.KinConsidered,
            Age = (AgeBands)(1 << _draw.Next(9)),
            Priority = (PriorityFlags)_draw.Next(16),
            IdentitySupport = (IdentitySupport)_draw.Next(8),
            Needs = needs,
            Evidence = evidence,
        };
    }

    private HouseholdOffered Household()
    {
        var (offers, evidence) = (OfferProfile.NotAsked, EvidenceDates.None);
        foreach (var need in NeedVocabulary.All.Where(_ => Chance(85)))
        {
            var answers = Enumerable.Range(0, 3).Select(_ => Any<int>([0, 1, 2, 3, 3, 3, 3])).OrderDescending().ToArray();
            offers = offers.With(need, Answer(answers[0]), Answer(answers[1]), Answer(answers[2]));
            evidence = evidence.With(need, SomeQuarter());
        }

        // Numbers and ages that are said twice over count as yes.
        return Sample.Household(Any(All)) with
        {
            Reference = Reference(),
            HomeArea = Chance(97) ? Reference() : null,
            Approval = Any<ApprovalState>([.. Enumerable.Repeat(ApprovalState.Approved, 12), ApprovalState.StageTwo, ApprovalState.StageTwo, ApprovalState.UnderReview, ApprovalState.Ended]),
            ReviewOverdue = Chance(10),
            Routes = (HouseholdRoutes)(_draw.Next(16) | (Chance(85) ? 1 : 0)),
            Availability = Chance(90) ? Availability.Available : (Availability)_draw.Next(3),
            NumbersYes = (ChildCounts)(_draw.Next(8) | (Chance(60) ? 1 : 0)),
            NumbersCouldConsider = (ChildCounts)_draw.Next(8),
            AgesYes = (AgeBands)_draw.Next(512),
            AgesCouldConsider = (AgeBands)_draw.Next(512),
            Offers = offers,
            Evidence = evidence,
            IdentitySupport = (IdentitySupport)_draw.Next(8),
        };
    }

    // As willing as the number is high: not asked stands between no and could consider.
    private static OfferAnswer Answer(int willing) => willing switch
    {
        0 => OfferAnswer.No,
        1 => OfferAnswer.NotAsked,
        2 => OfferAnswer.CouldConsider,
        _ => OfferAnswer.Yes,
    };

    private Quarter? SomeQuarter() => Chance(15) ? null : new Quarter(2024 + _draw.Next(3), 1 + _draw.Next(4));
}
