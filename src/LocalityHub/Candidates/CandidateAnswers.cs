using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Candidates;

/// <summary>
/// Answers whether a household may be a candidate for a child: yes or no. A no has one of many causes and is the same message for each: an
/// exclusion area, a household ruled out, a search that is over, a child who is not known, a home whose digest is of another key than this hub's.
/// </summary>
internal static class CandidateAnswers
{
    /// <summary>The answer as it is now.</summary>
    /// <param name="question">The question.</param>
    /// <param name="standing">Of the child's search; ended when there is no child.</param>
    /// <param name="districts">Where the child must not live.</param>
    /// <param name="ruledOut">Households that are not considered.</param>
    /// <param name="areas">The region's key.</param>
    public static bool IsPossible(CandidateQuestion question, SearchStanding standing, IEnumerable<string> districts, IEnumerable<Guid> ruledOut, AreaKey areas) =>
        standing != SearchStanding.Ended && areas.Made(question.HomeArea) && !ruledOut.Contains(question.Household) && !districts.Any(district => areas.Digest(district) == question.HomeArea);

    /// <summary>States the answers to a child's questions that are others now than they were. The child is locked.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="standing">Of its search.</param>
    /// <param name="all">Sees every record.</param>
    /// <param name="session">States.</param>
    /// <param name="council">The child's.</param>
    /// <param name="areas">The region's key.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task RestateAsync(
        Guid childId, SearchStanding standing, LocalityHubDbContext all, RegionalSession session, CouncilCode council, AreaKey areas, CancellationToken ct)
    {
        var questions = await all.CandidateQuestions.AsNoTracking().Where(question => question.ChildId == childId && question.WithdrawnAt == null).ToListAsync(ct);
        if (questions.Count == 0)
        {
            return;
        }

        var (districts, ruledOut) = await FactsAsync(childId, all, ct);
        foreach (var question in questions)
        {
            var reference = await session.OfGivenAsync(question.Id, ReferencePurpose.Candidate, ct);
            session.Ledger.Advance(reference, new CandidateAnswered(question.Id, council, 0, 0, IsPossible(question, standing, districts, ruledOut, areas)));
        }
    }

    /// <summary>
    /// Forgets a child's questions: its search is over, and the region drops them with it. Unless the child has moved in, those about a household that it is matched with stay:
    /// a limit may come to stand against the match (<see cref="LimitsOfLinks"/>).
    /// </summary>
    public static async Task ForgetAsync(Guid childId, bool hasMovedIn, LocalityHubDbContext all, RegionalSession session, DateTimeOffset now, CancellationToken ct)
    {
        var forgotten = all.CandidateQuestions.Where(question => question.ChildId == childId && question.WithdrawnAt == null && (hasMovedIn || !all.FamilyLinks.Any(link =>
            link.Household == question.Household && FamilyLinkChild.Matched(all).Any(child => child.LinkId == link.Id && child.ChildId == childId))));
        foreach (var question in await forgotten.ToListAsync(ct))
        {
            (question.ChildId, question.WithdrawnAt) = (null, now);
            await session.ForgetAsync(question.Id, ct);
        }

        await all.SaveChangesAsync(ct);
    }

    public static async Task<(List<string> Districts, List<Guid> RuledOut)> FactsAsync(Guid childId, LocalityHubDbContext all, CancellationToken ct) => (
        await all.ExclusionAreas.AsNoTracking().Where(area => area.ChildId == childId).Select(area => area.District).ToListAsync(ct),
        await all.RuledOut.AsNoTracking().Where(ruled => ruled.ChildId == childId).Select(ruled => ruled.Household).ToListAsync(ct));
}
