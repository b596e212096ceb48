using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Adoption;

/// <summary>Children for whom adoption was decided upon and then given up: they stay looked after.</summary>
internal static class PlanGivenUp
{
    /// <summary>The child's care up to the day on which the decision is reversed. What follows is ordinary care.</summary>
    public static PeriodOfCare Make(DateOnly entered, string council, SeededRandom draw)
    {
        var draft = new Draft(new Homes(council, draw), draw);
        var decided = draw.Around(60, 330);
        int? order = draw.Chance(620) ? decided + draw.Around(5, 80) : null;
        var reversed = (order ?? decided) + draw.Around(60, 620);

        draft.SetLegalStatus(0, "C1");
        draft.Place(0, draft.Homes.Foster("U6"));
        draft.Decide(decided, reversed, draw.Pick<string>(["RD1", "RD3", "RD3", "RD4", order is null ? "RD2" : "RD1"]));
        if (order is { } made)
        {
            draft.MakePlacementOrder(made, reversed);
            if (reversed - made > 250 && draw.Chance(350))
            {
                // Placed, but it did not last; the search went on for a while before the plan changed.
                var placed = made + draw.Around(60, 120);
                var ended = draw.Chance(400) ? reversed : placed + draw.Around(30, 90);
                draft.Place(placed, draft.Homes.Adopters("A6"));
                draft.Place(ended, draft.Homes.Foster("U6"), "CREQO");
                draft.PlaceForAdoption(placed - draw.Between(7, 40), placed, placed, ended: ended);
            }
        }

        return draft.Starting(entered);
    }
}
