using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>Turns rows of returns into the facts that milestones are derived from.</summary>
internal static class ReturnFacts
{
    // A cell that speaks of a reversal and cannot be read still speaks of one: dropping it would leave the child on a search.
    private const string UnreadableReversal = "unreadable";

    public static ChildFacts Merge(IEnumerable<(ReturnRow Row, int Year)> rows)
    {
        var episodes = new List<EpisodeFacts>();
        List<DecisionFacts>? decisions = null;
        List<Ad1Facts>? adoptions = null;
        foreach (var (row, year) in rows)
        {
            switch (row)
            {
                case EpisodeRow { Decom.Value: { } decom } episode:
                    episodes.Add(new EpisodeFacts(
                        decom, episode.Dec.Value, episode.Rne, episode.Ls, episode.Place, episode.Rec, episode.PlPost, episode.Urn, episode.Row, year));
                    break;
                case PlacedAdoptionRow { DatePlaced.Value: { } decided } decision:
                    (decisions ??= []).Add(new DecisionFacts(
                        decided,
                        decision.DatePlacedCeased.Value,
                        decision.ReasonPlacedCeased ?? (decision.DatePlacedCeased.IsMalformed ? UnreadableReversal : null),
                        decision.Row,
                        year));
                    break;
                case Ad1Row adoption:
                    bool? fosterCare = adoption.FosterCare switch { "1" => true, "0" => false, _ => null };
                    (adoptions ??= []).Add(new Ad1Facts(adoption.DateInt.Value, adoption.DateMatch.Value, fosterCare, adoption.Row, year));
                    break;
            }
        }

        return ChildFacts.Merge(episodes, decisions ?? [], adoptions ?? []);
    }
}
