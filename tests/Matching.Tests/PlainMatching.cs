using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>
/// The rules of docs/family-finding.md once more, written from that page alone and for reading: no bits, no columns, nothing of the engine but
/// its input. It must come to the same lists.
/// </summary>
internal sealed class PlainMatching(GeneratedRegion region)
{
    private readonly HashSet<(Guid Child, Guid Household, Guid? HomeArea)> _yes =
        [.. region.Verdicts.Where(verdict => verdict.Possible).Select(verdict => (verdict.Child, verdict.Household, (Guid?)verdict.HomeArea))];

    private readonly HashSet<(SearchKey, Guid)> _barred =
        [.. region.Barred.Where(history => history.Barred).Select(history => (history.Search, history.Household))];

    /// <summary>One line of a list.</summary>
    public sealed record Line(Guid Household, int Sum, int Conflicts, int WithoutEvidence, int Factors, int Stretches);

    /// <summary>Every search, with its children.</summary>
    public IEnumerable<(SearchKey Key, List<ChildProfiled> Children)> Searches()
    {
        var searched = region.Children.Where(child => child.Standing != SearchStanding.Ended).ToList();
        var own = searched.Where(child => child.SiblingSearch != SiblingSearch.Together)
            .Select(child => (SearchKey.OfChild(child.Reference), new List<ChildProfiled> { child }));
        var groups = searched.Where(child => child.SiblingSearch != SiblingSearch.Alone)
            .GroupBy(child => child.TogetherSearch!.Value)
            .SelectMany(Together);
        return own.Concat(groups);
    }

    /// <summary>Council by council: who shares with those before and fits them is searched for with them, else with its own alone.</summary>
    private IEnumerable<(SearchKey Key, List<ChildProfiled> Children)> Together(IGrouping<Guid, ChildProfiled> group)
    {
        var together = new List<ChildProfiled>();
        foreach (var ofCouncil in group.GroupBy(child => child.Council).OrderBy(council => council.Key))
        {
            var all = together.Concat(ofCouncil).ToList();
            var shares = together.TrueForAll(other => region.Rules.Sharing.Allow(other.Council, ofCouncil.Key));
            var fits = all.Select(child => child.Siblings).Distinct().Count() == 1 && !(all.Count > 2 && all[0].Siblings == ChildCounts.Two);
            if (together.Count == 0 || (shares && fits))
            {
                together = all;
            }
            else
            {
                yield return (SearchKey.OfApart(group.Key, ofCouncil.Key), ofCouncil.ToList());
            }
        }

        yield return (SearchKey.OfGroup(group.Key), together);
    }

    /// <summary>A search's whole list.</summary>
    public List<Line> List(SearchKey key, List<ChildProfiled> children)
    {
        var together = key.Of == SearchOf.Group;
        var needed = children.Max(child => child.Siblings) == ChildCounts.ThreeOrMore ? 3 : 2;
        if (together && children.Count < needed)
        {
            return [];
        }

        var number = !together ? ChildCounts.One : needed == 3 ? ChildCounts.ThreeOrMore : ChildCounts.Two;
        return [.. region.Households
            .Where(household => children.All(child => Passes(child, household)) && Offers(household.NumbersYes | household.NumbersCouldConsider, number))
            .Where(household => !_barred.Contains((key, household.Reference)))
            .Select(household => (Line: Weigh(children, household, number), Tie: Tie(key.Reference, household.Reference)))
            .OrderBy(listed => listed.Line.Sum)
            .ThenBy(listed => listed.Line.Conflicts)
            .ThenBy(listed => listed.Line.WithoutEvidence)
            .ThenBy(listed => listed.Tie)
            .Select(listed => listed.Line)];
    }

    private static bool Offers(ChildCounts offered, ChildCounts number) => (offered & number) != 0;

    private static bool Offers(AgeBands offered, AgeBands band) => (offered & band) != 0;

    private bool Passes(ChildProfiled child, HouseholdOffered household) =>
        child.Standing == SearchStanding.Searching
        && RouteSuits(child, household)
        && household.Approval is ApprovalState.Approved or ApprovalState.StageTwo
        && household.Availability == Availability.Available
        && !region.Links.Any(links => links.Household == household.Reference && links.Live >= region.Rules.LinksPerHousehold)
        && Offers(household.AgesYes | household.AgesCouldConsider, child.Age)
        && child.Needs.Present().All(need => household.Offers[need.Need, need.Level] != OfferAnswer.No)
        && _yes.Contains((child.Reference, household.Reference, household.HomeArea))
        && region.Rules.Sharing.Allow(child.Council, household.Council);

    private static bool RouteSuits(ChildProfiled child, HouseholdOffered household)
    {
        bool Has(HouseholdRoutes route) => (household.Routes & route) != 0;
        switch (child.Plan)
        {
            case PermanencePlan.Adoption:
                return Has(HouseholdRoutes.Adoption);
            case PermanencePlan.LongTermFostering:
                return Has(HouseholdRoutes.LongTermFostering);
            case PermanencePlan.EarlyPermanence:
                return household.Approval == ApprovalState.Approved
                    && (Has(HouseholdRoutes.DuallyApproved) || (Has(HouseholdRoutes.Adoption) && Has(HouseholdRoutes.TemporaryApproval)))
                    && child.EarlyPermanence == EarlyPermanenceRequest.Requested
                    && child.Preconditions == EarlyPermanencePreconditions.All;
            default:
                return false;
        }
    }

    private Line Weigh(List<ChildProfiled> children, HouseholdOffered household, ChildCounts number)
    {
        var weights = region.Rules.Weights;
        var (sum, conflicts, without, factors, stretches) = (0, 0, 0, 0, 0);

        void Count(int weight, OfferAnswer answer)
        {
            factors++;
            stretches += answer == OfferAnswer.CouldConsider ? 1 : 0;
            conflicts += answer == OfferAnswer.NotAsked ? 1 : 0;
            sum += weight * (answer switch { OfferAnswer.Yes => 0, OfferAnswer.CouldConsider => 1, _ => 2 });
        }

        OfferAnswer YesIf(bool yes) => yes ? OfferAnswer.Yes : OfferAnswer.CouldConsider;

        Count(weights.Number, YesIf(Offers(household.NumbersYes, number)));
        var bands = children.Select(child => child.Age).Distinct().ToList();
        Count(weights.Ages, YesIf(Offers(household.AgesYes, bands.Max())));
        if (bands.Count > 1)
        {
            Count(weights.Ages, YesIf(Offers(household.AgesYes, bands.Min())));
        }

        Count(weights.Approval, YesIf(household.Approval == ApprovalState.Approved && !household.ReviewOverdue));
        if (children.Any(child => child.Plan == PermanencePlan.EarlyPermanence))
        {
            Count(weights.Route, YesIf((household.Routes & HouseholdRoutes.DuallyApproved) != 0));
        }

        foreach (var need in Enum.GetValues<Need>())
        {
            var level = children.Max(child => child.Needs[need]);
            if (level == NeedLevel.None)
            {
                continue;
            }

            var weight = NeedVocabulary.AreaOf(need) switch
            {
                NeedArea.DisabilityAndHealth => weights.DisabilityAndHealth,
                NeedArea.DevelopmentalUncertainty => weights.DevelopmentalUncertainty,
                NeedArea.AttachmentAndTrauma => weights.AttachmentAndTrauma,
                NeedArea.Behaviour => weights.Behaviour,
                NeedArea.Learning => weights.Learning,
                _ => weights.ContactPlan,
            };
            Count(weight * (int)level, household.Offers[need, level]);
            var ofChildren = children.Where(child => child.Needs[need] == level).All(child => IsRecent(child.Evidence[need]));
            without += ofChildren && IsRecent(household.Evidence[need]) ? 0 : 1;
        }

        return new Line(household.Reference, sum, conflicts, without, factors, stretches);
    }

    private bool IsRecent(Quarter? evidence) =>
        evidence is { } quarter && ((region.Rules.Today.Year - quarter.Year) * 4) + region.Rules.Today.Number - quarter.Number <= 4;

    /// <summary>The mix that decides between equals: SplitMix64's finish over both references.</summary>
    private static ulong Tie(Guid search, Guid household)
    {
        static ulong Finish(ulong z)
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }

        static ulong Word(Guid reference)
        {
            var text = reference.ToString("N");
            return Finish(Convert.ToUInt64(text[..16], 16) + (Convert.ToUInt64(text[16..], 16) * 0x9E3779B97F4A7C15UL));
        }

        return Finish(Word(search) + (Word(household) * 0x9E3779B97F4A7C15UL));
    }
}
