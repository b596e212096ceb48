using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Candidates;

/// <summary>
/// Live links with a household that a limit of the child's own stands against by now: an area was added where the child must not live, the household has
/// moved into one, or it was ruled out. The centre hears a no like any other and ends nothing, since whoever saw the link end would learn of it. It
/// is for the child's council to look at, whose worker cannot know where another council's household lives.
/// </summary>
internal static class LimitsOfLinks
{
    /// <param name="ChildId">The child.</param>
    /// <param name="LinkId">The link.</param>
    /// <param name="ToldAt">When this hub heard of the link last.</param>
    /// <param name="IsKnown">False while nobody can say: the home's digest is of another key than this hub's, since the region's is being changed.</param>
    public sealed record Against(Guid ChildId, Guid LinkId, DateTimeOffset ToldAt, bool IsKnown);

    /// <summary>
    /// Demands that none stands against a link, or that it is not known. A hard stop, whoever decides: the way on is to change the child's own record, or to take
    /// back what was decided. Told to the child's council alone: another that saw the match stand still, and its link not, could find the areas one by one.
    /// </summary>
    /// <exception cref="RuleBrokenException">One does, or nobody can say.</exception>
    public static async Task DemandNoneAsync(Guid linkId, IReadOnlyCollection<Guid> children, LocalityHubDbContext db, AreaKey areas, CancellationToken ct)
    {
        var against = (await OfAsync(children, db, areas, ct)).Where(each => each.LinkId == linkId).ToList();
        if (against.Exists(each => each.IsKnown))
        {
            throw new RuleBrokenException(
                "link.against-limit",
                "By the child's own record this household may not be considered: it lives where the child must not live, or was ruled out. Look at the child's exclusion areas and at whom it rules out.");
        }

        if (against.Count > 0)
        {
            throw new RuleBrokenException(
                "link.home-not-known", "Whether the household lives where the child must not live cannot be said while the region's key for areas is being changed: try again when this hub has it.");
        }
    }

    /// <summary>Those of some children, as far as the context sees them.</summary>
    public static async Task<IReadOnlyList<Against>> OfAsync(IReadOnlyCollection<Guid> children, LocalityHubDbContext db, AreaKey areas, CancellationToken ct)
    {
        var ids = children.ToArray();
        var asked = await (
            from question in db.CandidateQuestions.AsNoTracking()
            where question.ChildId != null && question.WithdrawnAt == null && ids.Contains(question.ChildId.Value)
            join child in db.FamilyLinkChildren on question.ChildId equals child.ChildId
            join link in FamilyLink.Visible(db) on child.LinkId equals link.Id
            where link.Household == question.Household && link.State != LinkState.Matched && link.State != LinkState.NotProgressed
            select new { Question = question, link.Id, link.UpdatedAt }).ToListAsync(ct);
        List<Against> against = [];
        foreach (var ofChild in asked.GroupBy(each => each.Question.ChildId!.Value))
        {
            var (districts, ruledOut) = await CandidateAnswers.FactsAsync(ofChild.Key, db, ct);

            // One that a backup has brought back asks of a home that the household has left: the newest asks of the one of today (ids are by time, but for those of before they were).
            against.AddRange(ofChild.GroupBy(each => each.Id).Select(ofLink => ofLink.MaxBy(each => (each.Question.Id.Version == 7, each.Question.Id))!)
                .Where(each => !CandidateAnswers.IsPossible(each.Question, SearchStanding.Searching, districts, ruledOut, areas))
                .Select(each => new Against(ofChild.Key, each.Id, each.UpdatedAt, areas.Made(each.Question.HomeArea) || ruledOut.Contains(each.Question.Household))));
        }

        return [.. against.OrderBy(each => each.LinkId)];
    }
}
