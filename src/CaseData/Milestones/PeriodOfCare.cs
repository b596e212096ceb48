namespace Partnership.CaseData.Milestones;

/// <summary>
/// The latest period of care in a child's episodes: from the last one that began with RNE S to the end, or, when the returns
/// don't reach back to it, from the first one known.
/// </summary>
internal sealed class PeriodOfCare
{
    private readonly IReadOnlyList<EpisodeFacts> _episodes;
    private readonly int _first;

    internal PeriodOfCare(IReadOnlyList<EpisodeFacts> episodes)
    {
        _episodes = episodes;
        _first = 0;
        for (var i = episodes.Count - 1; i >= 0; i--)
        {
            if (episodes[i].Rne == "S")
            {
                _first = i;
                Start = episodes[i];
                break;
            }
        }
    }

    /// <summary>The episode with RNE S; null when the returns begin later.</summary>
    internal EpisodeFacts? Start { get; }

    /// <summary>The last episode, open or closed; null without episodes.</summary>
    internal EpisodeFacts? Last => _episodes.Count == 0 ? null : _episodes[^1];

    /// <summary>The day on which the period before this one ended; null when there was none.</summary>
    internal DateOnly? PreviousEnd => _first == 0 ? null : _episodes.Take(_first).Max(episode => episode.Dec);

    internal EpisodeFacts? Adopted => Last is { EndsInAdoption: true } last ? last : null;

    /// <summary>In care after the last episode known. One closed with X1 promises a successor that has not been returned yet.</summary>
    internal bool IsOpen => Last is { } last && (last.Dec is null || last.Rec == "X1");

    internal EpisodeFacts? FirstUnderPlacementOrder => _episodes.Skip(_first).FirstOrDefault(episode => episode.IsUnderPlacementOrder);

    /// <summary>
    /// The episode that began with the first placement order; null without an order, and when it was already in force where the
    /// returns set in: then no return tells its day.
    /// </summary>
    internal EpisodeFacts? PlacementOrderMade => FirstUnderPlacementOrder is { } first
        && (Start is not null || first != _episodes[_first] || first.Rne is "L" or "B" or "U") ? first : null;

    /// <summary>
    /// The final unbroken run with the adopters: its last and first episode, or null when the period does not end in one.
    /// A stay in a temporary placement at the very end does not end the run.
    /// </summary>
    internal (EpisodeFacts First, EpisodeFacts Last, int LastIndex)? AdoptiveRun()
    {
        var last = _episodes.Count - 1;
        while (last >= _first && _episodes[last].IsTemporary)
        {
            last--;
        }

        if (last < _first || !_episodes[last].IsAdoptive)
        {
            return null;
        }

        var index = last;
        while (StepBack(index) is { } earlier && _episodes[earlier].IsAdoptive)
        {
            index = earlier;
        }

        return (_episodes[index], _episodes[last], last);
    }

    /// <summary>Where the stay with the same carers began, walking back from an episode through every kind of placement.</summary>
    internal EpisodeFacts StayWithSameCarer(int index)
    {
        while (StepBack(index) is { } earlier)
        {
            index = earlier;
        }

        return _episodes[index];
    }

    /// <summary>
    /// The episode before, if the child lived with the same carers in it: RNE L, T and U keep the carers; S, P and B are a new
    /// home, unless the child only came back from a temporary placement (T0 to T4) to the very same PLACE, PL_POST and URN.
    /// </summary>
    private int? StepBack(int index)
    {
        var episode = _episodes[index];
        if (index == _first || episode.Rne == "S")
        {
            return null;
        }

        var before = index - 1;
        while (before > _first && _episodes[before].IsTemporary)
        {
            before--;
        }

        if (before < index - 1 && !episode.IsTemporary && IsSamePlacement(_episodes[before], episode))
        {
            return before;
        }

        return episode.Rne is "L" or "T" or "U" ? index - 1 : null;
    }

    private static bool IsSamePlacement(EpisodeFacts one, EpisodeFacts other) =>
        one.Place == other.Place && one.PlacePost == other.PlacePost && one.Urn == other.Urn;
}
