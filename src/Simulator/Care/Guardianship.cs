using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Care;

/// <summary>Children who leave care to a special guardian; some of them after a plan for adoption.</summary>
internal static class Guardianship
{
    private static readonly DateOnly FourReasonsFrom = new(2018, 4, 1);

    public static PeriodOfCare Make(DateOnly order, string council, SeededRandom draw)
    {
        var draft = new Draft(new Homes(council, draw), draw);
        var leaves = draw.Around(110, 760);
        draft.LeavesOn = leaves;

        var guardian = draw.Weighted(68, 8, 18, 6);
        draft.SetLegalStatus(0, draw.Chance(250) ? "V2" : "C1");
        draft.SetLegalStatus(40, "C1");
        Placement home;
        switch (guardian)
        {
            case 0:
                var movedIn = draw.Chance(500) ? 0 : draw.Around(7, 100);
                if (movedIn > 0)
                {
                    draft.Place(0, draft.Homes.Foster("U6"));
                }

                home = draft.Place(movedIn, draft.Homes.Family("U3"));
                break;
            default:
                home = draft.Place(0, draft.Homes.Foster("U6"));
                break;
        }

        if (draw.Chance(100))
        {
            draft.Respite(home, 105, leaves);
        }

        if (leaves > 330 && draw.Chance(150))
        {
            // The family came forward after the decision; some orders and reversals are made in one hearing.
            var decided = draw.Around(110, 200);
            var reversed = draw.Chance(400) ? leaves : leaves - draw.Between(8, 60);
            draft.Decide(decided, reversed, draw.Pick<string>(["RD1", "RD4"]));
            if (draw.Chance(400))
            {
                draft.MakePlacementOrder(decided + draw.Between(5, 60), reversed);
            }
        }

        var period = draft.Starting(order.AddDays(-leaves));
        period.Leave(order, Reason(guardian, order));
        return period;
    }

    private static string Reason(int guardian, DateOnly order) => order < FourReasonsFrom
        ? guardian < 2 ? "E43" : "E44"
        : guardian switch { 0 => "E45", 1 => "E46", 2 => "E47", _ => "E48" };
}
