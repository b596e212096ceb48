using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Links;

/// <summary>The child's council decides for a household, takes that back, or puts the match to panel: its own decision, with who and why.</summary>
internal static class DecideLink
{
    private const string FollowsPlacement = "Enter the placement, or its end, with the child: the link follows.";

    /// <param name="Decision">selected, selection-withdrawn or to-panel. A match is the decision maker's and comes from panel.</param>
    /// <param name="DecidedBy">Who decided, by name and office.</param>
    /// <param name="DecidedOn">When.</param>
    /// <param name="Words">Why; stays in this hub.</param>
    public sealed record Request(LinkDecision Decision, string DecidedBy, DateOnly DecidedOn, string Words);

    public static async Task<Results<Ok<ReadLinks.Response>, ProblemHttpResult>> HandleAsync(
        Guid linkId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, LinkDecisions decisions, ChildChange change, AreaKey areas, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Demand(request.Decision);
        var by = PlainText.Line(request.DecidedBy, "decidedBy") ?? throw new InvalidRequestException("link.decided-by", "A decision is somebody's, by name and office.", "decidedBy");
        var words = PlainText.Required(request.Words, "words");
        if (request.DecidedOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("link.in-future", "A decision is entered when it has been made.", "decidedOn");
        }

        if (await decisions.LockAsync(linkId, ct) is not { } link)
        {
            return ReadLinks.NotFound();
        }

        if (link.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (!await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == linkId && child.ChildId != null && child.Part != ChildsPart.Left, ct))
        {
            throw new RuleBrokenException("link.not-your-decision", "The child's council decides of a link; yours is the household's.");
        }

        Check(request.Decision, await decisions.StandingAsync(link, ct));
        if (request.Decision == LinkDecision.SelectionWithdrawn && await decisions.LivesThereAsync(linkId, ct))
        {
            throw new RuleBrokenException("link.follows-placement", FollowsPlacement, "decision");
        }

        if (request.Decision is LinkDecision.Selected or LinkDecision.ToPanel)
        {
            var children = await db.FamilyLinkChildren.Where(child => child.LinkId == linkId && child.ChildId != null && child.Part != ChildsPart.Left).Select(child => child.ChildId!.Value).ToListAsync(ct);
            await LimitsOfLinks.DemandNoneAsync(linkId, children, db, areas, ct);
            await DemandAvailableAsync(link.HouseholdId, LondonCalendar.Today(clock), db, ct);
        }

        if (request.Decision == LinkDecision.ToPanel)
        {
            await DemandPlanAsync(linkId, db, change, ct);
        }

        await decisions.DecideAsync(link, request.Decision, by, request.DecidedOn, words, caller.Subject, ct);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok(await ReadLinks.DescribeAsync(link, caller, db, audit, ct));
    }

    /// <summary>What a worker may state is listed: whatever comes to be decided of a link besides is not theirs until it is listed, too.</summary>
    private static void Demand(LinkDecision decision)
    {
        switch (decision)
        {
            case LinkDecision.Selected or LinkDecision.SelectionWithdrawn or LinkDecision.ToPanel:
                return;
            case LinkDecision.Placed or LinkDecision.Disrupted or LinkDecision.PlacedBeforeMatch:
                throw new InvalidRequestException("link.follows-placement", FollowsPlacement, "decision");
            default:
                throw new InvalidRequestException("link.decision-makers", "A match is decided by the decision maker, and comes from panel.", "decision");
        }
    }

    /// <summary>
    /// Panel looks at whether the child should be placed with these people (Adoption Agencies Regulations 2005, reg. 32): before, the agency has decided that
    /// the child should be placed for adoption (reg. 19), or the parents have consented to it (Adoption and Children Act 2002, s. 19). The authority to place
    /// may come later: the decision of the match asks for it, and so does the placement (s. 18(1)).
    /// </summary>
    private static async Task DemandPlanAsync(Guid linkId, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        foreach (var child in await db.Children.AsNoTracking().Where(child => db.FamilyLinkChildren.Any(member => member.LinkId == linkId && member.ChildId == child.Id && member.Part != ChildsPart.Left)).ToListAsync(ct))
        {
            var facts = await change.FactsAsync(child, ct);
            if (facts is { Record.Plan: PermanencePlan.Adoption, ShouldBePlaced: false, MayBePlaced: false })
            {
                throw new RuleBrokenException(
                    "link.needs-decision",
                    "First enter the decision that the child should be placed for adoption, or the parents' consent (Adoption Agencies Regulations 2005, reg. 19; Adoption and Children Act 2002, s. 19).",
                    "decision");
            }
        }
    }

    /// <summary>
    /// Of this council's own household. Of another council's its hub tells the region, which does not follow such a decision, as it does where any other limit has come to
    /// stand against the pair, and says no more than that.
    /// </summary>
    private static async Task DemandAvailableAsync(Guid? householdId, DateOnly today, LocalityHubDbContext db, CancellationToken ct)
    {
        if (householdId is not { } id || await db.Households.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, ct) is not { } household)
        {
            return;
        }

        var facts = await HouseholdChange.FactsAsync(household, db, ct);
        if (facts.IsInReview)
        {
            throw new RuleBrokenException(
                "link.household-in-review", "The household is not available now: its approval is reviewed, or has to be before another child is placed there (Adoption Agencies Regulations 2005, reg. 30D).", "decision");
        }

        if (household.Unavailable is not null || facts.Holds.Any(hold => hold.Covers(today)))
        {
            throw new RuleBrokenException("link.household-not-available", "The household is not available now: its worker knows why, and for how long.", "decision");
        }
    }

    private static void Check(LinkDecision decision, LinkState standing)
    {
        var allowed = decision switch
        {
            LinkDecision.Selected => standing == LinkState.Preferred,
            LinkDecision.ToPanel => standing == LinkState.Selected,
            LinkDecision.SelectionWithdrawn => standing is LinkState.Selected or LinkState.ToPanel,
            _ => false,
        };
        if (!allowed)
        {
            throw new RuleBrokenException(
                "link.decision-not-allowed", "Selected follows preferred, to-panel follows selected, and either can be taken back. Read the link again.", "decision");
        }
    }
}
