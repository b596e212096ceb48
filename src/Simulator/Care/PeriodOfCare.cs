using Partnership.Simulator.Adoption;

namespace Partnership.Simulator.Care;

/// <summary>One unbroken time of being looked after: two time lines, legal and of placements, that together make the episodes.</summary>
internal sealed class PeriodOfCare(DateOnly entered, string need, string homePost)
{
    private readonly List<(DateOnly Date, string LegalStatus)> _legal = [];
    private readonly List<(DateOnly Date, Placement Placement, string Reason)> _placements = [];
    private readonly List<Episode> _episodes = [];

    public DateOnly Entered { get; } = entered;

    public string Need { get; } = need;

    public string HomePost { get; } = homePost;

    public DateOnly? Left { get; private set; }

    public string? ReasonLeft { get; private set; }

    public AdoptionPlan? Plan { get; set; }

    public bool Unaccompanied { get; init; }

    public PreviousPermanence? PreviousPermanence { get; set; }

    public IReadOnlyList<Episode> Episodes => _episodes;

    public IEnumerable<DateOnly> LegalDates => _legal.Select(change => change.Date);

    public void SetLegalStatus(DateOnly from, string legalStatus) => _legal.Add((from, legalStatus));

    public void Place(DateOnly from, Placement placement, string reason = "CARPL") => _placements.Add((from, placement, reason));

    public void Leave(DateOnly on, string reason)
    {
        Left = on;
        ReasonLeft = reason;
    }

    public bool InCareAtEndOf(DateOnly day) => Entered <= day && (Left is null || Left > day);

    /// <summary>Whether nothing changes from one date to the other, both included: room for a respite that leaves no other trace.</summary>
    public bool NothingChanges(DateOnly from, DateOnly to) =>
        _legal.TrueForAll(change => change.Date < from || change.Date > to)
        && _placements.TrueForAll(change => change.Date < from || change.Date > to);

    /// <summary>Turns the two time lines into episodes. The reason for each follows from what changed and whether the carer did.</summary>
    public void MakeEpisodes()
    {
        var legal = _legal.OrderBy(change => change.Date).ToList();
        var placements = _placements.OrderBy(change => change.Date).ToList();
        var dates = legal.Select(change => change.Date).Concat(placements.Select(change => change.Date))
            .Where(date => date >= Entered && (Left is null || date < Left))
            .Distinct().Order().ToList();

        _episodes.Clear();
        foreach (var date in dates)
        {
            var legalStatus = legal.Last(change => change.Date <= date).LegalStatus;
            var (_, placement, why) = placements.Last(change => change.Date <= date);
            var previous = _episodes.LastOrDefault();
            var reason = ReasonFor(previous, legalStatus, placement);
            if (reason is null)
            {
                continue;
            }

            if (previous is not null)
            {
                previous.End = date;
                previous.EndRecorded = date;
                previous.ReasonEnded = "X1";
                if (reason != "L" && !previous.Placement.IsTemporary && !placement.IsTemporary)
                {
                    previous.ReasonPlaceChange = reason is "T" or "U" ? "PLACE" : why;
                }
            }

            _episodes.Add(new Episode
            {
                Start = date, StartRecorded = date, ReasonNew = reason, LegalStatus = legalStatus, Placement = placement,
            });
        }

        if (Left is { } left)
        {
            _episodes[^1].End = left;
            _episodes[^1].EndRecorded = left;
            _episodes[^1].ReasonEnded = ReasonLeft;
        }
    }

    /// <summary>
    /// A change in March that the council records only after it has made its return: that year's return shows the child as before,
    /// the next one corrects the end of the episode and brings the change.
    /// </summary>
    public void RecordLate(DateOnly change)
    {
        var closes = CollectionYear.Of(change).End;
        foreach (var episode in _episodes)
        {
            if (episode.Start >= change && episode.Start <= closes)
            {
                episode.StartRecorded = closes.AddDays(1);
            }

            if (episode.End >= change && episode.End <= closes)
            {
                episode.EndRecorded = closes.AddDays(1);
            }
        }
    }

    private static string? ReasonFor(Episode? previous, string legalStatus, Placement placement)
    {
        if (previous is null)
        {
            return "S";
        }

        var newLegal = previous.LegalStatus != legalStatus;
        var newPlacement = previous.Placement != placement;
        var sameCarer = previous.Placement.Carer == placement.Carer;
        return (newLegal, newPlacement) switch
        {
            (false, false) => null,
            (true, false) => "L",
            (false, true) => sameCarer ? "T" : "P",
            (true, true) => sameCarer ? "U" : "B",
        };
    }
}

/// <summary>What was found out about an earlier adoption or special guardianship of a child who starts to be looked after.</summary>
internal sealed record PreviousPermanence(string Option, string Council, string Date);
