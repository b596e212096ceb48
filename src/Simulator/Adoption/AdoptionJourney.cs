using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Adoption;

/// <summary>Lays out a child's way through care to an adoption order, route by route, in days from the start of care.</summary>
internal static class AdoptionJourney
{
    private static readonly (AdoptionRoute Route, int Weight)[] Mix =
    [
        (AdoptionRoute.Strangers, 450), (AdoptionRoute.MatchedBeforeOrder, 70), (AdoptionRoute.FosterCarers, 160),
        (AdoptionRoute.FosterCarersByConsentThenOrder, 24), (AdoptionRoute.FosterCarersByConsent, 18),
        (AdoptionRoute.EarlyPermanence, 170), (AdoptionRoute.EarlyPermanenceAsNewFamily, 25), (AdoptionRoute.Relinquished, 35),
        (AdoptionRoute.ConsentThenOrder, 16), (AdoptionRoute.Disrupted, 35), (AdoptionRoute.DecidedAgain, 45),
    ];

    public static AdoptionRoute DrawRoute(SeededRandom draw) =>
        Mix[draw.Weighted([.. Mix.Select(entry => entry.Weight)])].Route;

    /// <summary>Consent given and no order dispensing with it: such an adoption is unopposed.</summary>
    public static bool IsByConsent(AdoptionRoute route) =>
        route is AdoptionRoute.Relinquished or AdoptionRoute.FosterCarersByConsent;

    /// <summary>A period of care that ends with an adoption order on the given day.</summary>
    public static PeriodOfCare Make(AdoptionRoute route, DateOnly order, string council, SeededRandom draw)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var draft = new Draft(new Homes(council, draw), draw);
            Lay(route, draft);
            if (FitsReturns(draft, order))
            {
                return Finish(draft, route, order, draw);
            }
        }

        var simple = new Draft(new Homes(council, draw), draw);
        Lay(AdoptionRoute.Strangers, simple);
        return Finish(simple, AdoptionRoute.Strangers, order, draw);
    }

    private static PeriodOfCare Finish(Draft draft, AdoptionRoute route, DateOnly order, SeededRandom draw)
    {
        var period = draft.Starting(order.AddDays(-draft.LeavesOn!.Value));
        var plan = period.Plan!;
        plan.AdoptionOrder = order;
        plan.Adopters = DrawAdopters(draw);
        if (route == AdoptionRoute.NeverPlaced)
        {
            plan.FinalMatch = order.AddDays(-20);
        }

        return period;
    }

    /// <summary>
    /// A return cannot tell of a decision given up and of an adoption or a later placement order in the same year, nor of a new decision
    /// in the year in which an earlier placement order ended. A placement with foster carers who adopt needs the fostering before it in
    /// the same year's file (rule 336), so it begins in the year of the order. A child whose dates do not fit has them drawn again.
    /// </summary>
    private static bool FitsReturns(Draft draft, DateOnly order)
    {
        var entered = order.AddDays(-draft.LeavesOn!.Value);
        CollectionYear YearOf(int day) => CollectionYear.Of(entered.AddDays(day));
        return (draft.PlacedWithFosterCarersOn is not { } placed || YearOf(placed) == CollectionYear.Of(order))
            && draft.Decisions.All(d => d.Reversed is not { } r || YearOf(r).Ending < CollectionYear.Of(order).Ending)
            && draft.Decisions.All(d => d.Reversed is not { } r
                || draft.PlacementOrders.All(o => o.Made < r || YearOf(o.Made).Ending > YearOf(r).Ending))
            && draft.PlacementOrders.All(o => o.Revoked is not { } r
                || draft.Decisions.All(d => d.Decided < o.Made || YearOf(d.Decided).Ending > YearOf(r).Ending));
    }

    private static void Lay(AdoptionRoute route, Draft draft)
    {
        switch (route)
        {
            case AdoptionRoute.Strangers: LayStrangers(draft, matchedBeforeOrder: false); break;
            case AdoptionRoute.MatchedBeforeOrder: LayStrangers(draft, matchedBeforeOrder: true); break;
            case AdoptionRoute.FosterCarers: LayFosterCarers(draft); break;
            case AdoptionRoute.FosterCarersByConsent: LayFosterCarersByConsent(draft, thenOrder: false); break;
            case AdoptionRoute.FosterCarersByConsentThenOrder: LayFosterCarersByConsent(draft, thenOrder: true); break;
            case AdoptionRoute.EarlyPermanence: LayEarlyPermanence(draft, asNewFamily: false); break;
            case AdoptionRoute.EarlyPermanenceAsNewFamily: LayEarlyPermanence(draft, asNewFamily: true); break;
            case AdoptionRoute.Relinquished: LayConsent(draft, thenOrder: false); break;
            case AdoptionRoute.ConsentThenOrder: LayConsent(draft, thenOrder: true); break;
            case AdoptionRoute.Disrupted: LayDisrupted(draft); break;
            case AdoptionRoute.DecidedAgain: LayDecidedAgain(draft); break;
            default: LayNeverPlaced(draft); break;
        }
    }

    private static void LayStrangers(Draft draft, bool matchedBeforeOrder)
    {
        var draw = draft.Draw;
        var decided = draw.Around(70, 320);
        var order = decided + (draw.Chance(60) ? 0 : draw.Around(6, 80));
        var matched = matchedBeforeOrder ? draw.Between(decided, Math.Max(decided, order - 1))
            : draw.Chance(50) ? order
            : order + draw.Around(8, draw.Chance(250) ? 520 : 250);
        var placed = Math.Max(order, matched + (draw.Chance(40) ? 0 : draw.Around(8, 45)));

        CourtPath(draft, decided, order);
        FosterHomes(draft, placed);
        PlaceWithNewFamily(draft, matched, placed, draw.Around(90, 330));
    }

    private static void LayFosterCarers(Draft draft)
    {
        var draw = draft.Draw;
        var movedIn = draw.Chance(450) ? 0 : draw.Around(5, 200);
        var decided = movedIn + draw.Around(100, 460);
        var order = decided + draw.Around(10, 90);
        var matched = order + draw.Around(0, 150);
        var placed = matched + (draw.Chance(100) ? 0 : draw.Around(1, 30));

        CourtPath(draft, decided, order);
        if (movedIn > 0)
        {
            FosterHomes(draft, movedIn);
        }

        var home = draft.Place(movedIn, draft.Homes.Foster("U6"));
        if (draw.Chance(300))
        {
            // Approved for the long term first: the same carers, so the stay goes on.
            var longTerm = draft.Place(movedIn + ((decided - movedIn) / 2), home.As("U4"));
            Respites(draft, home, movedIn, movedIn + ((decided - movedIn) / 2), 350);
            Respites(draft, longTerm, movedIn + ((decided - movedIn) / 2), placed, 350);
            home = longTerm;
        }
        else
        {
            Respites(draft, home, movedIn, placed, 450);
        }

        draft.Place(placed, home.As("A5"));
        draft.PlaceForAdoption(matched, movedIn, placed, fosterCarer: true);
        draft.LeavesOn = placed + draw.Around(75, 250);
    }

    private static void LayFosterCarersByConsent(Draft draft, bool thenOrder)
    {
        var draw = draft.Draw;
        var movedIn = draw.Chance(600) ? 0 : draw.Around(5, 60);
        var decided = movedIn + draw.Around(60, 250);
        var matched = decided + draw.Around(5, 90);
        var placed = matched + draw.Around(0, 25);

        draft.SetLegalStatus(0, "V2");
        draft.Decide(decided);
        if (movedIn > 0)
        {
            draft.Place(0, draft.Homes.Foster("U6"));
        }

        var home = draft.Place(movedIn, draft.Homes.Foster("U6"));
        Respites(draft, home, movedIn, placed, 300);
        draft.Place(placed, home.As("A3"));
        draft.PlaceForAdoption(matched, movedIn, placed, fosterCarer: true);
        var last = placed;
        if (thenOrder)
        {
            last = placed + draw.Around(20, 120);
            draft.MakePlacementOrder(last);
            draft.Place(last, home.As("A5"));
        }

        draft.LeavesOn = last + draw.Around(75, 220);
    }

    private static void LayEarlyPermanence(Draft draft, bool asNewFamily)
    {
        var draw = draft.Draw;
        var movedIn = draw.Chance(450) ? 0 : draw.Around(3, 120);
        var decided = movedIn + draw.Around(40, 240);
        var order = decided + (draw.Chance(80) ? 0 : draw.Around(6, 70));
        var matched = draw.Chance(150) ? draw.Between(decided, order) : order + draw.Around(0, 70);
        var placed = Math.Max(order, matched + draw.Around(0, 20));

        CourtPath(draft, decided, order);
        if (movedIn > 0)
        {
            FosterHomes(draft, movedIn);
        }

        var home = draft.Place(movedIn, draft.Homes.Adopters(draw.Chance(60) ? "U2" : "U5"));
        Respites(draft, home, movedIn, placed, 120);
        draft.Place(placed, home.As(asNewFamily ? "A6" : "A5"));
        draft.PlaceForAdoption(matched, movedIn, placed, fosterCarer: !asNewFamily, earlyPermanence: true);
        draft.LeavesOn = placed + draw.Around(75, 220);
    }

    private static void LayConsent(Draft draft, bool thenOrder)
    {
        var draw = draft.Draw;
        var decided = draw.Around(15, 70);
        var matched = decided + (draw.Chance(150) ? 0 : draw.Around(5, 80));
        var placed = matched + draw.Around(3, 25);

        draft.SetLegalStatus(0, "V2");
        draft.Decide(decided);
        draft.Place(0, draft.Homes.Foster("U6"));
        var family = draft.Place(placed, draft.Homes.Adopters("A4"));
        draft.PlaceForAdoption(matched, placed, placed);
        var last = placed;
        if (thenOrder)
        {
            last = placed + draw.Around(20, 120);
            draft.MakePlacementOrder(last);
            draft.Place(last, family.As("A6"));
        }

        draft.LeavesOn = last + draw.Around(80, 240);
    }

    private static void LayDisrupted(Draft draft)
    {
        var draw = draft.Draw;
        var decided = draw.Around(70, 280);
        var order = decided + draw.Around(6, 70);
        var matched = order + draw.Around(8, 200);
        var placed = matched + draw.Around(8, 40);
        var ended = placed + draw.Around(20, 220);

        CourtPath(draft, decided, order);
        FosterHomes(draft, placed);
        draft.Place(placed, draft.Homes.Adopters("A6"));
        draft.PlaceForAdoption(matched, placed, placed, ended: ended);

        // Straight on to a second family, or back to foster care while one is found.
        var again = ended;
        if (draw.Chance(650))
        {
            draft.Place(ended, draft.Homes.Foster("U6"), "CREQO");
            again = ended + draw.Around(40, 320);
        }

        PlaceWithNewFamily(draft, again - draw.Between(3, 15), again, draw.Around(100, 330), "CREQO");
    }

    private static void LayDecidedAgain(Draft draft)
    {
        var draw = draft.Draw;
        var first = draw.Around(60, 220);
        var reversed = first + draw.Around(60, 320);
        int? firstOrder = draw.Chance(500) ? first + draw.Around(6, 50) : null;
        var second = reversed + draw.Around(30, 420);
        var order = second + draw.Around(6, 80);
        var matched = order + draw.Around(8, 200);
        var placed = matched + draw.Around(8, 40);

        CareOrders(draft, firstOrder ?? order);
        draft.Decide(first, reversed, draw.Pick<string>(["RD1", "RD3", "RD4", firstOrder is null ? "RD2" : "RD3"]));
        if (firstOrder is { } made)
        {
            draft.MakePlacementOrder(made, reversed);
        }

        draft.Decide(second);
        draft.MakePlacementOrder(order);
        FosterHomes(draft, placed);
        PlaceWithNewFamily(draft, matched, placed, draw.Around(100, 330));
    }

    private static void LayNeverPlaced(Draft draft)
    {
        var draw = draft.Draw;
        var decided = draw.Around(70, 280);
        var order = decided + draw.Around(6, 70);
        draft.LeavesOn = order + draw.Around(100, 400);
        CourtPath(draft, decided, order);
        FosterHomes(draft, draft.LeavesOn.Value);
    }

    private static void PlaceWithNewFamily(Draft draft, int matched, int placed, int untilOrder, string reason = "CARPL")
    {
        var home = draft.Place(placed, draft.Homes.Adopters("A6"), reason);
        draft.PlaceForAdoption(matched, placed, placed);
        draft.LeavesOn = placed + Math.Max(71, untilOrder);
        Respites(draft, home, placed, draft.LeavesOn.Value, 60);
    }

    private static void CourtPath(Draft draft, int decided, int order)
    {
        CareOrders(draft, order);
        draft.Decide(decided);
        draft.MakePlacementOrder(order);
        if (order - decided > 12 && draft.Draw.Chance(250))
        {
            draft.SetLegalStatus(order - 6, "C2");
        }
    }

    /// <summary>Police protection, section 20 or an interim care order; before the placement order an interim order at the latest.</summary>
    private static void CareOrders(Draft draft, int before)
    {
        switch (draft.Draw.Weighted(25, 10, 65))
        {
            case 0:
                draft.SetLegalStatus(0, "V2");
                draft.SetLegalStatus(draft.Draw.Between(10, Math.Clamp(before - 20, 10, 60)), "C1");
                break;
            case 1:
                draft.SetLegalStatus(0, "L1");
                draft.SetLegalStatus(2, "C1");
                break;
            default:
                draft.SetLegalStatus(0, "C1");
                break;
        }
    }

    private static void FosterHomes(Draft draft, int until)
    {
        var draw = draft.Draw;
        var moves = draw.Weighted(55, 33, 12);
        var from = 0;
        var home = draft.Place(0, draw.Chance(80) ? draft.Homes.Family("U3") : draft.Homes.Foster("U6"));
        for (var move = 0; move < moves && until - from > 60; move++)
        {
            var day = draw.Between(from + 12, until - 25);
            Respites(draft, home, from, day, 60);
            from = day;
            home = draft.Place(from, draft.Homes.Foster("U6"), draw.Pick<string>(["CARPL", "CREQO", "CREQB", "OTHER"]));
        }

        Respites(draft, home, from, until, 90);
    }

    private static void Respites(Draft draft, Placement home, int from, int to, int inAThousand)
    {
        if (to - from > 30 && draft.Draw.Chance(inAThousand))
        {
            draft.Respite(home, from, to);
        }
    }

    private static Adopters DrawAdopters(SeededRandom draw) => draw.Weighted(62, 8, 6, 4, 3, 13, 4) switch
    {
        0 => new Adopters("2", "MF", "L11"),
        1 => new Adopters("2", "MF", "L3"),
        2 => new Adopters("2", draw.Chance(500) ? "MM" : "FF", "L12"),
        3 => new Adopters("2", draw.Chance(500) ? "MM" : "FF", "L4"),
        4 => new Adopters("2", draw.Chance(500) ? "MM" : "FF", "L2"),
        5 => new Adopters("1", "F1", "L0"),
        _ => new Adopters("1", "M1", "L0"),
    };
}
