using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Searches;

/// <summary>How family finding stands for a child, and under which reference the region knows it.</summary>
internal static class ReadFamilyFinding
{
    public sealed record Pause(DateOnly From, DateOnly ReviewOn, SearchPauseReason Reason, string Words, DateOnly? ResumedOn);

    /// <param name="StartedOn">When it was begun.</param>
    /// <param name="Days">How long, pauses left out.</param>
    /// <param name="EndedOn">Null while it is open.</param>
    /// <param name="EndReason">placed, order-made, plan-changed, no-longer-needed or in-error.</param>
    /// <param name="Pauses">When it rested.</param>
    public sealed record Search(DateOnly StartedOn, int Days, DateOnly? EndedOn, SearchEnd? EndReason, IReadOnlyList<Pause> Pauses);

    /// <param name="Household">The household, by its family-finding reference.</param>
    /// <param name="Reason">Why it is not considered.</param>
    /// <param name="EnteredBy">Who has said so.</param>
    public sealed record NotConsidered(Guid Household, string Reason, string EnteredBy);

    /// <param name="Cause">without-link, search-list-late (early permanence, and no list within the hour) or group-incomplete (a child of the group is not in the register).</param>
    /// <param name="Without">thirty-days, sixty-days or ninety-days without a live link; none where it is not about that.</param>
    /// <param name="Feasible">Whether any household of the region passed the hard limits then.</param>
    /// <param name="EscalatedAt">When, UTC.</param>
    /// <param name="OverAt">When the region said that it is over, UTC.</param>
    /// <param name="Owner">Whom it is put before, by name.</param>
    /// <param name="Manager">The owner's manager, by name.</param>
    public sealed record Escalation(SearchAlarmCause Cause, SearchLength Without, bool Feasible, DateTimeOffset EscalatedAt, DateTimeOffset? OverAt, string? Owner, string? Manager);

    /// <param name="LinkId">The link by which they were matched; null where there was none.</param>
    /// <param name="MatchedOn">The day of the match; null where the plan had been reversed before.</param>
    /// <param name="On">The day on which it fell through.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="DecidedBy">Who decided.</param>
    /// <param name="Words">What more was said.</param>
    public sealed record WithdrawnMatch(Guid? LinkId, DateOnly? MatchedOn, DateOnly On, MatchWithdrawalReason Reason, string DecidedBy, string Words);

    /// <param name="Reference">Under which the region knows the child while the search lasts; it names the child in the region's own operations.</param>
    /// <param name="Standing">searching, paused or ended.</param>
    /// <param name="Age">The band that the region is told; it moves on the first of a month.</param>
    /// <param name="Authority">What allows the agency to place: none, placement-order or consent.</param>
    /// <param name="Siblings">How many are to be placed together with this child, itself included.</param>
    /// <param name="SiblingSearch">alone, together or parallel.</param>
    /// <param name="TogetherSearch">The group's reference, which other councils' hubs need to name the same group.</param>
    /// <param name="EarlyPermanence">none, preparing or requested.</param>
    /// <param name="Searches">All searches, the newest first.</param>
    /// <param name="Links">The child's links, the newest first.</param>
    /// <param name="RuledOut">Households that are not considered for the child.</param>
    /// <param name="Escalations">When nobody had been linked with the child for long, or something else of the search wanted looking at, the newest first.</param>
    /// <param name="LinksAgainstLimits">Links, live or matched until the child moves in, with a household that a limit of the child's own stands against by now: it is neither selected nor put to panel, nor does the child move in.</param>
    /// <param name="WithdrawnMatches">Matches that fell through before the child moved in, the newest first.</param>
    public sealed record Response(
        Guid? Reference,
        SearchStanding Standing,
        AgeBands Age,
        AuthorityToPlace Authority,
        ChildCounts Siblings,
        SiblingSearch SiblingSearch,
        Guid? TogetherSearch,
        EarlyPermanenceRequest EarlyPermanence,
        IReadOnlyList<Search> Searches,
        IReadOnlyList<ReadLinks.Entry> Links,
        IReadOnlyList<NotConsidered> RuledOut,
        IReadOnlyList<Escalation> Escalations,
        IReadOnlyList<Guid> LinksAgainstLimits,
        IReadOnlyList<WithdrawnMatch> WithdrawnMatches);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(child, db, change, clock, ct));
    }

    public static async Task<Response> DescribeAsync(Child child, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var facts = await change.FactsAsync(child, ct);
        var reference = await db.RegionalReferences.AsNoTracking()
            .Where(known => known.ChildId == child.Id && known.Purpose == Regional.ReferencePurpose.ChildProfile).Select(known => (Guid?)known.Reference).SingleOrDefaultAsync(ct);
        var searches = await db.ChildSearches.AsNoTracking().Where(search => search.ChildId == child.Id).OrderByDescending(search => search.StartedOn).ThenByDescending(search => search.Id).ToListAsync(ct);
        var pauses = (await db.SearchPauses.AsNoTracking().Where(pause => pause.ChildId == child.Id).OrderBy(pause => pause.From).ToListAsync(ct)).ToLookup(pause => pause.SearchId);
        return new Response(
            reference,
            facts.Standing,
            facts.Age,
            facts.Authority,
            facts.Siblings.Count,
            facts.Siblings.Search,
            facts.Siblings.TogetherSearch,
            facts.Record?.EarlyPermanence ?? EarlyPermanenceRequest.None,
            [
                .. searches.Select(search => new Search(
                    search.StartedOn,
                    SearchDays.Count(search, [.. pauses[search.Id]], search.EndedOn ?? today),
                    search.EndedOn,
                    search.EndReason,
                    [.. pauses[search.Id].Select(pause => new Pause(pause.From, pause.ReviewOn, pause.Reason, pause.Words, pause.ResumedOn))])),
            ],
            await LinksAsync(child.Id, db, ct),
            [
                .. (await db.RuledOut.AsNoTracking().Where(ruled => ruled.ChildId == child.Id).OrderBy(ruled => ruled.EnteredAt).ToListAsync(ct))
                    .Select(ruled => new NotConsidered(ruled.Household, ruled.Reason, ruled.EnteredBy)),
            ],
            [
                .. (await db.SearchEscalations.AsNoTracking().Where(escalation => escalation.ChildId == child.Id).OrderByDescending(escalation => escalation.EscalatedAt).ToListAsync(ct))
                    .Select(escalation => new Escalation(escalation.Cause, escalation.Without, escalation.Feasible, escalation.EscalatedAt, escalation.OverAt, facts.Record?.OwnerName, facts.Record?.ManagerName)),
            ],
            [.. (await change.LimitsOfLinksAsync([child.Id], ct)).Where(against => against.IsKnown).Select(against => against.LinkId)],
            [
                .. (await db.MatchWithdrawals.AsNoTracking().Where(withdrawal => withdrawal.ChildId == child.Id).OrderByDescending(withdrawal => withdrawal.EnteredAt).ToListAsync(ct))
                    .Select(withdrawal => new WithdrawnMatch(withdrawal.LinkId, withdrawal.MatchedOn, withdrawal.On, withdrawal.Reason, withdrawal.DecidedBy, withdrawal.Words)),
            ]);
    }

    private static async Task<List<ReadLinks.Entry>> LinksAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        var links = await FamilyLink.Visible(db).AsNoTracking().Where(link => db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && child.Part != ChildsPart.Left))
            .OrderByDescending(link => link.UpdatedAt).ThenBy(link => link.Id).ToListAsync(ct);
        var ids = links.ConvertAll(link => link.Id);
        var children = (await db.FamilyLinkChildren.AsNoTracking().Where(child => ids.Contains(child.LinkId)).OrderBy(child => child.Child).ToListAsync(ct)).ToLookup(child => child.LinkId);
        return links.ConvertAll(link => ReadLinks.Describe(link, children[link.Id]));
    }
}
