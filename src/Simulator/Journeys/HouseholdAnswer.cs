namespace Partnership.Simulator.Journeys;

/// <summary>A household does not go on; what it has taught, if anything, restates what it says.</summary>
internal sealed record Refusal(Action<HomeState>? Learn);

/// <summary>What a household answers when it is asked for certain children: by what it truly would take, whatever it said.</summary>
internal static class HouseholdAnswer
{
    public static Refusal? Of(LinkState link, Fate fate)
    {
        var home = link.Home;
        var draw = fate.Of("answer", (link.Search.Family.Arrived.Id * 1000) + (link.Search.Key.Child is { } child ? 1 + child : 0), home.Arrived.Id);

        // Timing, or another link that is dearer: nothing to be learnt.
        var untold = draw.Chance(120);
        var (byNeed, byNumber, byAge) = (draw.Chance(850), draw.Chance(500), draw.Chance(500));
        var tooMuch = Enumerable.Range(0, JourneyNeeds.Count).Where(need => link.Search.Children.Max(each => each.Levels[need]) > home.Arrived.Truth[need]).ToList();
        if (tooMuch.Count > 0 && byNeed)
        {
            // The reason is an area; talked over with the household it becomes what it truly would take in the needs that were too much.
            var area = JourneyNeeds.AreaOf(tooMuch[0]);
            return new Refusal(state => state.Said = state.Said with
            {
                Needs = [.. state.Said.Needs.Select((said, need) => tooMuch.Contains(need) && JourneyNeeds.AreaOf(need) == area
                    ? new SaidOfNeed(true, state.Arrived.Truth[need], state.Arrived.Truth[need])
                    : said)],
            });
        }

        if (link.Search.Children.Count > home.Said.MostYes && byNumber)
        {
            return new Refusal(state => state.Said = state.Said with { MostCouldConsider = state.Said.MostYes });
        }

        var oldest = link.Search.Children.Max(each => each.AgeWeeksAtArrival) / Arrivals.WeeksPerYear;
        if (oldest > home.Said.OldestYes && byAge)
        {
            return new Refusal(state => state.Said = state.Said with { OldestCouldConsider = state.Said.OldestYes });
        }

        return untold ? new Refusal(Learn: null) : null;
    }
}
