using System.Globalization;
using System.Text.Json;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Placements;

namespace Partnership.LocalityHub.Changes;

/// <summary>The elements that the feed has given of one child, with each delta merged in.</summary>
internal sealed class FeedState
{
    private readonly SortedDictionary<string, Episode> _episodes;

    private FeedState(SortedDictionary<string, Episode> episodes) => _episodes = episodes;

    public static FeedState Read(string? json) => new(json is null
        ? new SortedDictionary<string, Episode>(StringComparer.Ordinal)
        : new SortedDictionary<string, Episode>(JsonSerializer.Deserialize<Dictionary<string, Episode>>(json)!, StringComparer.Ordinal));

    /// <summary>Why the latest plan was reversed.</summary>
    public string? ReversalReason => LatestAdoption?.GetValueOrDefault("reversal_reason");

    private SortedDictionary<string, string>? LatestAdoption =>
        _episodes.Values.Select(episode => episode.Adoption).MaxBy(cells => cells.GetValueOrDefault("initial_decision_date") ?? string.Empty, StringComparer.Ordinal);

    /// <summary>The plan for permanence that was agreed last, by its code; null while no plan with its day was sent.</summary>
    public (string Plan, DateOnly AgreedOn)? Plan => _episodes.Values
        .Where(episode => episode.Plan.ContainsKey("plan") && episode.Plan.ContainsKey("agreed_date"))
        .Select(episode => ((string Plan, DateOnly AgreedOn)?)(episode.Plan["plan"], Day(episode.Plan["agreed_date"])))
        .MaxBy(plan => plan!.Value.AgreedOn);

    /// <summary>The same elements give the same text.</summary>
    public string Write() => JsonSerializer.Serialize(_episodes);

    /// <summary>Merges a delta in.</summary>
    public void Merge(ChildChange change)
    {
        if (change.Purge)
        {
            _episodes.Clear();
            return;
        }

        foreach (var element in change.Elements)
        {
            if (element.IsWholeEpisode)
            {
                _episodes.Remove(element.Episode);
                continue;
            }

            if (!_episodes.TryGetValue(element.Episode, out var episode))
            {
                _episodes.Add(element.Episode, episode = new Episode());
            }

            if (element.Placement is not { } placement)
            {
                Merge(element.IsPlan ? episode.Plan : episode.Adoption, element);
            }
            else if (element.Purge)
            {
                episode.Placements.Remove(placement);
            }
            else
            {
                if (!episode.Placements.TryGetValue(placement, out var cells))
                {
                    episode.Placements.Add(placement, cells = new SortedDictionary<string, string>(StringComparer.Ordinal));
                }

                Merge(cells, element);
            }
        }
    }

    /// <summary>The days that the elements give, of the latest plan and the latest period of care.</summary>
    public IReadOnlyDictionary<MilestoneKind, DateOnly> Milestones()
    {
        var days = new Dictionary<MilestoneKind, DateOnly>();
        var adoption = LatestAdoption;
        Take(MilestoneKind.PlacementOrder, adoption, "placement_order_date");
        Take(MilestoneKind.AdoptionOrder, adoption, "adoption_order_date");
        Take(MilestoneKind.DecisionReversed, adoption, "reversed_date");
        Take(MilestoneKind.ShouldBePlaced, adoption, "initial_decision_date");
        Take(MilestoneKind.Matched, adoption, "matched_date");
        Take(MilestoneKind.Placed, adoption, "placed_date");

        var placements = _episodes.Values.SelectMany(episode => episode.Placements.Values).OrderBy(cells => cells.GetValueOrDefault("start_date"), StringComparer.Ordinal).ToList();
        Take(MilestoneKind.EnteredCare, placements.LastOrDefault(cells => cells.GetValueOrDefault("start_reason") == "S"), "start_date");
        Take(MilestoneKind.AdoptionOrder, placements.LastOrDefault(cells => cells.GetValueOrDefault("end_reason") is "E11" or "E12"), "end_date");
        Take(MilestoneKind.PlacementEnded, adoption, "placement_ended_date");
        if (!days.ContainsKey(MilestoneKind.PlacementEnded) && !days.ContainsKey(MilestoneKind.AdoptionOrder) && days.TryGetValue(MilestoneKind.Placed, out var placed)
            && Stays().Where(stay => stay.From > placed && !stay.IsTemporary && stay is { IsAdoptive: false, Type: not null }).MinBy(stay => stay.From) is { } elsewhere)
        {
            // The child lives elsewhere since: the placement with the adopters has ended, whether anybody wrote so or not.
            days[MilestoneKind.PlacementEnded] = elsewhere.From;
        }

        return days;

        void Take(MilestoneKind kind, IDictionary<string, string>? cells, string name)
        {
            if (cells is not null && cells.TryGetValue(name, out var text))
            {
                days[kind] = Day(text);
            }
        }
    }

    /// <summary>
    /// The start of the period of care that the plan is of: the last before its first day, or else the first that is known. Null when none is, and when the plan was
    /// reversed before it: then the plan is of a period that was not sent.
    /// </summary>
    public DateOnly? CareOfPlan(IReadOnlyDictionary<MilestoneKind, DateOnly> days)
    {
        DateOnly[] starts = [.. _episodes.Values.SelectMany(episode => episode.Placements.Values)
            .Where(cells => cells.GetValueOrDefault("start_reason") == "S" && cells.ContainsKey("start_date")).Select(cells => Day(cells["start_date"])).Order()];
        if (starts.Length == 0 || FeedRules.BeginningOf(days) is not { } first)
        {
            return null;
        }

        return starts[0] <= first ? starts.Last(start => start <= first)
            : days.TryGetValue(MilestoneKind.DecisionReversed, out var reversed) && reversed < starts[0] ? null : starts[0];
    }

    /// <summary>
    /// The days without what came of a plan of an earlier period of care: its match, placement and order say nothing of this one, though its decision and
    /// reversal are still the latest.
    /// </summary>
    public static IReadOnlyDictionary<MilestoneKind, DateOnly> OfThisCare(IReadOnlyDictionary<MilestoneKind, DateOnly> days)
    {
        if (!days.TryGetValue(MilestoneKind.EnteredCare, out var entered) || !(FeedRules.BeginningOf(days) < entered))
        {
            return days;
        }

        var isPlacedSince = days.TryGetValue(MilestoneKind.Placed, out var placed) && placed >= entered;
        return days.Where(day => day.Key switch
        {
            MilestoneKind.PlacementOrder or MilestoneKind.Matched or MilestoneKind.Placed => day.Value >= entered,
            MilestoneKind.PlacementEnded => isPlacedSince,
            _ => true,
        }).ToDictionary();
    }

    /// <summary>Where the child has lived, as far as the elements tell.</summary>
    public IEnumerable<ToldStay> Stays() => _episodes.Values.SelectMany(episode => episode.Placements.Values).Where(cells => cells.ContainsKey("start_date")).Select(cells => new ToldStay(
        Day(cells["start_date"]),
        cells.TryGetValue("end_date", out var end) ? Day(end) : null,
        cells.GetValueOrDefault("placement_type"),
        cells.GetValueOrDefault("end_reason")));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Merge(SortedDictionary<string, string> cells, FeedElement element)
    {
        if (element.Purge)
        {
            cells.Clear();
            return;
        }

        foreach (var (name, value) in element.Cells)
        {
            if (value is null)
            {
                cells.Remove(name);
            }
            else
            {
                cells[name] = value;
            }
        }
    }

    private sealed class Episode
    {
        public SortedDictionary<string, string> Adoption { get; init; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, string> Plan { get; init; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, SortedDictionary<string, string>> Placements { get; init; } = new(StringComparer.Ordinal);
    }
}
