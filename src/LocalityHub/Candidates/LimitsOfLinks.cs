using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Candidates;

/// <summary>
/// Links with a household that a limit of the child's own stands against by now, from the proposal until the child moves in: an area was added where the child must
/// not live, the household has moved into one or was ruled out, or, of a match, the plan looks for no family any more. The centre hears a no like any other and ends
/// nothing, since whoever saw the link end would learn of it. It is for the child's council to look at, whose worker cannot know where another council's household lives.
/// </summary>
internal static class LimitsOfLinks
{
    /// <param name="ChildId">The child.</param>
    /// <param name="LinkId">The link.</param>
    /// <param name="HouseholdId">The household, where it is of this council.</param>
    /// <param name="IsMatch">The decision maker has matched them, and the child has not moved in.</param>
    /// <param name="ToldAt">When this hub heard of the link last.</param>
    /// <param name="IsKnown">
    /// False while nobody can say: where the household lives now is not known, or is not asked about yet; or the home's digest is of another key than this hub's, since the
    /// region's is being changed.
    /// </param>
    public sealed record Against(Guid ChildId, Guid LinkId, Guid? HouseholdId, bool IsMatch, DateTimeOffset ToldAt, bool IsKnown);

    /// <summary>
    /// Demands that none stands against a live link, or that it is not known. A hard stop, whoever decides: the way on is to change the child's own record, or to take
    /// back what was decided. Told to the child's council alone: another that saw the match stand still, and its link not, could find the areas one by one. Of a match
    /// the decision maker may say no again at any time; what is stopped there is the placement.
    /// </summary>
    /// <exception cref="RuleBrokenException">One does, or nobody can say.</exception>
    public static async Task DemandNoneAsync(Guid linkId, IReadOnlyCollection<Guid> children, LocalityHubDbContext db, AreaKey areas, CancellationToken ct) =>
        DemandNone((await OfAsync(children, db, areas, ct)).Where(each => each.LinkId == linkId && !each.IsMatch));

    /// <summary>Demands that none of these is known, and none unknown.</summary>
    /// <exception cref="RuleBrokenException">One is.</exception>
    public static void DemandNone(IEnumerable<Against> links)
    {
        var against = links.ToList();
        if (against.Exists(each => each.IsKnown))
        {
            throw new RuleBrokenException(
                "link.against-limit",
                "By the child's own record this household may not be considered: it lives where the child must not live, was ruled out, or the plan is another. Look at the child's exclusion areas, at whom it rules out, and at its plan.");
        }

        if (against.Count > 0)
        {
            throw new RuleBrokenException(
                "link.home-not-known",
                "Whether the household lives where the child must not live cannot be said: its home is not known, or the region's key for areas is being changed. Try again when this hub knows, or ask the household's council to enter where it lives.");
        }
    }

    /// <summary>Those of some children, as far as the context sees them.</summary>
    public static async Task<IReadOnlyList<Against>> OfAsync(IReadOnlyCollection<Guid> children, LocalityHubDbContext db, AreaKey areas, CancellationToken ct)
    {
        var ids = children.ToArray();
        var linked = await (
            from child in db.FamilyLinkChildren.AsNoTracking()
            where child.ChildId != null && ids.Contains(child.ChildId.Value)
            join link in FamilyLink.Visible(db) on child.LinkId equals link.Id
            where link.State != LinkState.NotProgressed && child.Part != ChildsPart.Left && ((link.State != LinkState.Matched && child.Part != ChildsPart.MovedIn) || ((child.Part == null || child.Part == ChildsPart.Holds) && !MovedIn(db).Any(id => id == child.ChildId)
                && !MatchWithdrawal.Standing(db).Any(withdrawal => withdrawal.LinkId == link.Id && withdrawal.ChildId == child.ChildId)))
            select new
            {
                ChildId = child.ChildId!.Value, link.Id, link.Household, link.HouseholdId, link.UpdatedAt, IsMatch = link.State == LinkState.Matched,
                HasOtherPlan = db.PermanenceRecords.Any(record => record.ChildId == child.ChildId && (record.Plan == PermanencePlan.SpecialGuardianship || record.Plan == PermanencePlan.ReturnHome)),
            }).ToListAsync(ct);
        if (linked.Count == 0)
        {
            return [];
        }

        var questions = (await db.CandidateQuestions.AsNoTracking().Where(question => question.ChildId != null && question.WithdrawnAt == null && ids.Contains(question.ChildId.Value)).ToListAsync(ct))
            .ToLookup(question => (question.ChildId!.Value, question.Household));
        List<Against> against = [];
        foreach (var ofChild in linked.GroupBy(each => each.ChildId))
        {
            var (districts, ruledOut) = await CandidateAnswers.FactsAsync(ofChild.Key, db, ct);
            foreach (var link in ofChild)
            {
                // One that a backup has brought back asks of a home that the household has left: the newest asks of the one of today (ids are by time, but for those of before they were).
                var question = questions[(ofChild.Key, link.Household)].MaxBy(each => (each.Id.Version == 7, each.Id));
                var isRefused = ruledOut.Contains(link.Household) || (link.IsMatch && link.HasOtherPlan);
                var isPossible = question is null ? districts.Count == 0 : CandidateAnswers.IsPossible(question, SearchStanding.Searching, districts, ruledOut, areas);
                if (isRefused || !isPossible)
                {
                    against.Add(new Against(
                        ofChild.Key, link.Id, link.HouseholdId, link.IsMatch, link.UpdatedAt, isRefused || (question is not null && areas.Made(question.HomeArea))));
                }
            }
        }

        return [.. against.OrderBy(each => each.LinkId)];
    }

    /// <summary>Children who have moved in since they were matched last, or are adopted: what they were matched for has begun.</summary>
    private static IQueryable<Guid> MovedIn(LocalityHubDbContext db) =>
        db.Milestones.Where(each => each.Kind == MilestoneKind.AdoptionOrder || (each.Kind == MilestoneKind.Placed
                && !db.Milestones.Any(matched => matched.ChildId == each.ChildId && matched.Kind == MilestoneKind.Matched && matched.Date > each.Date)))
            .Select(each => each.ChildId)
            .Union(db.Placements.Where(each => each.EndedOn == null && (each.Kind == PlacementKind.Adoption || each.Kind == PlacementKind.LongTermFostering)).Select(each => each.ChildId));
}
