using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.TemporaryApprovals;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Placements;

/// <summary>
/// What happens to a child is entered the day it happens: placed, placement ended, moved, order made. An adoptive placement and its end are
/// milestones by hand besides, so that the register and the returns' facts agree with it; a placed child leaves the search in the same breath.
/// </summary>
internal static class EnterPlacement
{
    /// <param name="Kind">adoption, early-permanence, long-term-fostering, special-guardianship or home.</param>
    /// <param name="From">The day on which the child moved in.</param>
    /// <param name="HouseholdId">The household, where it is one of this council's.</param>
    /// <param name="WrittenAgreement">Of a child under six weeks: the parents have agreed in writing (Adoption Agencies Regulations 2005, reg. 35).</param>
    /// <param name="CarersDuallyApproved">For early permanence with carers of another council's: they are approved both to foster and to adopt.</param>
    /// <param name="LinkId">The child's link, where the household is another council's: the match's own, or that of the household that was chosen, unless said otherwise.</param>
    public sealed record Request(
        PlacementKind Kind, DateOnly From, Guid? HouseholdId = null, bool WrittenAgreement = false, bool CarersDuallyApproved = false, Guid? LinkId = null);

    /// <param name="On">The day.</param>
    /// <param name="Reason">disrupted, planned or in-error.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    public sealed record EndRequest(DateOnly On, PlacementEnd Reason, string Words);

    /// <param name="On">The day.</param>
    /// <param name="To">foster-carers, relatives-or-friends, childrens-home, parent or elsewhere; hospital or short-break for a stay, which ends no placement.</param>
    /// <param name="Reason">Why; stays in this hub.</param>
    public sealed record MoveRequest(DateOnly On, MovedTo To, string Reason);

    /// <param name="Kind">adoption-order, special-guardianship-order or child-arrangements-order.</param>
    /// <param name="On">The day.</param>
    public sealed record OrderRequest(OrderKind Kind, DateOnly On);

    public static async Task<Results<Created<ListPlacements.Response>, ProblemHttpResult>> PlaceAsync(
        string code, Guid childId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (await LockAsync(childId, context, db, ct, request.HouseholdId) is not { } plan)
        {
            return ReadChild.NotFound();
        }

        NotInFuture(request.From, "from", clock);

        if (request.HouseholdId is { } household && !await db.Households.AnyAsync(known => known.Id == household, ct))
        {
            throw new RuleBrokenException("placement.household", "This council has no such household.", "householdId") { NamesNothingThere = true };
        }

        var byMatch = request.Kind is PlacementKind.Adoption or PlacementKind.EarlyPermanence or PlacementKind.LongTermFostering;
        var link = await LinkAsync(childId, request, byMatch, db, ct);
        if (await OpenAsync(childId, db, ct) is { } open)
        {
            Leave(open, request, link);
        }

        await change.DemandMayMoveInAsync(childId, request.HouseholdId, request.LinkId, byMatch, ct);
        if (request.Kind == PlacementKind.EarlyPermanence)
        {
            await CheckCarersAsync(childId, request, link, db, ct);
        }

        if (request.Kind == PlacementKind.Adoption)
        {
            PlacingAuthority.Demand(await change.FactsAsync(plan.Child, ct), request.From, request.WrittenAgreement);
            Give(plan, MilestoneKind.Placed, request.From, caller, clock);
        }

        db.Add(new Placement
        {
            Id = Guid.NewGuid(), ChildId = childId, Kind = request.Kind, From = request.From, HouseholdId = request.HouseholdId, LinkId = link, EnteredBy = caller.Subject,
        });
        return TypedResults.Created($"/api/v1/councils/{code}/children/{childId}/placements", await SettleAsync(plan, context, council, db, change, clock, ct));
    }

    public static async Task<Results<Ok<ListPlacements.Response>, ProblemHttpResult>> EndAsync(
        Guid childId, Guid placementId, EndRequest request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (request.Reason is PlacementEnd.OrderMade or PlacementEnd.Moved)
        {
            throw new InvalidRequestException("placement.ends-by-itself", "Enter the order or the move: the placement ends with it.", "reason");
        }

        var words = PlainText.Required(request.Words, "words");
        if (await LockAsync(childId, context, db, ct) is not { } plan
            || await db.Placements.SingleOrDefaultAsync(known => known.Id == placementId && known.ChildId == childId, ct) is not { } placement)
        {
            return Problems.NotFound("placement.not-found", "This child has no such placement.");
        }

        if (placement.EndedOn is not null)
        {
            throw new RuleBrokenException("placement.ended", "This placement has ended.");
        }

        End(plan, placement, request.On, request.Reason, words, caller, clock);
        return TypedResults.Ok(await SettleAsync(plan, context, council, db, change, clock, ct));
    }

    public static async Task<Results<Ok<ListPlacements.Response>, ProblemHttpResult>> MoveAsync(
        Guid childId, MoveRequest request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var reason = PlainText.Required(request.Reason, "reason");
        if (await LockAsync(childId, context, db, ct) is not { } plan)
        {
            return ReadChild.NotFound();
        }

        NotInFuture(request.On, "on", clock);
        db.Add(new ChildMove { Id = Guid.NewGuid(), ChildId = childId, On = request.On, To = request.To, Reason = reason, EnteredBy = caller.Subject });
        if (!ChildMove.Stays.Contains(request.To) && await OpenAsync(childId, db, ct) is { } placement)
        {
            End(plan, placement, request.On, PlacementEnd.Moved, reason, caller, clock);
        }

        return TypedResults.Ok(await SettleAsync(plan, context, council, db, change, clock, ct));
    }

    public static async Task<Results<Ok<ListPlacements.Response>, ProblemHttpResult>> OrderAsync(
        Guid childId, OrderRequest request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (await LockAsync(childId, context, db, ct) is not { } plan)
        {
            return ReadChild.NotFound();
        }

        NotInFuture(request.On, "on", clock);
        await DemandNextOrderAsync(plan, request, db, change, ct);

        db.Add(new CourtOrder { Id = Guid.NewGuid(), ChildId = childId, Kind = request.Kind, On = request.On, EnteredBy = caller.Subject });
        if (request.Kind == OrderKind.AdoptionOrder)
        {
            Give(plan, MilestoneKind.AdoptionOrder, request.On, caller, clock);
        }

        if (await OpenAsync(childId, db, ct) is { } placement)
        {
            (placement.EndedOn, placement.EndReason) = (request.On, PlacementEnd.OrderMade);
        }

        return TypedResults.Ok(await SettleAsync(plan, context, council, db, change, clock, ct));
    }

    /// <summary>
    /// One order follows another when the one before has not lasted, or is of another kind: whoever lives with special guardians may be adopted by them.
    /// Nothing follows an adoption order: a child who comes back into care after it is another record.
    /// </summary>
    private static async Task DemandNextOrderAsync(ChildPlan plan, OrderRequest request, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        var facts = await change.FactsAsync(plan.Child, ct);
        var orders = await db.CourtOrders.AsNoTracking().Where(order => order.ChildId == plan.Child.Id && order.WithdrawnAt == null).ToListAsync(ct);
        if (orders.Exists(order => order.Kind == OrderKind.AdoptionOrder || order.On > request.On
            || (order.Kind == request.Kind && order.Stands(facts.Day(MilestoneKind.EnteredCare), facts.Record))))
        {
            throw new RuleBrokenException(
                "order.made", "An adoption order, an order of a later day, or one of this kind that stands is entered for this child: if it was not made, take it back.");
        }
    }

    internal static async Task<ChildPlan?> LockAsync(Guid childId, HttpContext context, LocalityHubDbContext db, CancellationToken ct, Guid? householdId = null)
    {
        var expected = IfMatch.Require(context);

        // Households of this council's before the child, as whoever follows a link locks them: what becomes of the placement is told of them, too.
        await db.Database.ExecuteSqlAsync(
            $"select from household where id = {householdId} or id in (select household_id from placement where child_id = {childId}) order by id for update", ct);
        if (await ChildPlan.LockAsync(db, childId, ct) is not { } plan)
        {
            return null;
        }

        return plan.Child.Version == expected ? plan : throw new StaleVersionException();
    }

    private static Task<Placement?> OpenAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) =>
        db.Placements.SingleOrDefaultAsync(placement => placement.ChildId == childId && placement.EndedOn == null, ct);

    /// <summary>
    /// An agency that has placed a child with any persons places it for adoption by leaving it with them as prospective adopters (Adoption and Children Act 2002, s. 18(5)): the placement for early
    /// permanence becomes the placement for adoption. From any other the child has to come away first.
    /// </summary>
    private static void Leave(Placement open, Request request, Guid? link)
    {
        var isWithThem = request.HouseholdId is { } own ? open.HouseholdId == own : link is not null && open.LinkId == link;
        if (request.Kind != PlacementKind.Adoption || open.Kind != PlacementKind.EarlyPermanence || !isWithThem || request.From < open.From)
        {
            throw new RuleBrokenException("placement.open", "The child is placed: enter the end of that placement first.");
        }

        (open.EndedOn, open.EndReason, open.EndWords) = (request.From, PlacementEnd.Planned, "Became the placement for adoption.");
    }

    private static void End(ChildPlan plan, Placement placement, DateOnly on, PlacementEnd reason, string words, Caller caller, TimeProvider clock)
    {
        NotInFuture(on, "on", clock);
        if (on < placement.From)
        {
            throw new RuleBrokenException("placement.before-it-began", "A placement ends on the day it began, or later.", "on");
        }

        (placement.EndedOn, placement.EndReason, placement.EndWords) = (on, reason, words);
        if (placement.Kind == PlacementKind.Adoption)
        {
            Give(plan, MilestoneKind.PlacementEnded, on, caller, clock);
        }
    }

    private static void Give(ChildPlan plan, MilestoneKind kind, DateOnly on, Caller caller, TimeProvider clock)
    {
        MilestoneRules.Check(kind, on, plan.Derive(except: kind), plan.Child.DateOfBirth, LondonCalendar.Today(clock));
        plan.Give(kind, on, null, caller.Subject, clock.GetUtcNow());
    }

    /// <summary>The link with whose household the child moves in, where that is another council's; null where nobody says which. Moved in by a match, it is the match's; for early permanence or long-term fostering, that of the household that was chosen.</summary>
    private static async Task<Guid?> LinkAsync(Guid childId, Request request, bool byMatch, LocalityHubDbContext db, CancellationToken ct)
    {
        if (request.LinkId is not { } named)
        {
            if (!byMatch || request.HouseholdId is not null)
            {
                return null;
            }

            // No match is told of who moves in otherwise than for adoption: there the one that was chosen stands for it, unless nobody can tell which.
            var links = FamilyLink.WithOthersOf(childId, db);
            var chosen = request.Kind == PlacementKind.Adoption ? []
                : await links.Where(link => link.State == LinkState.Selected || link.State == LinkState.ToPanel).Select(link => link.Id).Take(2).ToListAsync(ct);
            return await links.Where(link => link.State == LinkState.Matched && !link.IsOver).OrderByDescending(link => link.UpdatedAt).Select(link => (Guid?)link.Id).FirstOrDefaultAsync(ct)
                ?? (chosen is [var only] ? only : null);
        }

        if (request.HouseholdId is not null)
        {
            throw new InvalidRequestException("placement.household-or-link", "One of the two: a household of this council's, or the child's link with another's.", "linkId");
        }

        return await FamilyLink.WithOthersOf(childId, db).AnyAsync(link => link.Id == named, ct)
            ? named
            : throw new RuleBrokenException("placement.link", "The child has no such link with a household of another council's.", "linkId") { NamesNothingThere = true };
    }

    /// <summary>
    /// Whoever fosters first and may adopt is approved to foster as well, or is approved for this child for a time (Children Act 1989, s. 22C; Care Planning, Placement and
    /// Case Review Regulations 2010, reg. 25A). A hard stop: a child in care lives with no carers who are not approved.
    /// </summary>
    private static async Task CheckCarersAsync(Guid childId, Request request, Guid? link, LocalityHubDbContext db, CancellationToken ct)
    {
        var approved = (await TemporaryApprovalStanding.OfAsync([childId], db, ct))[childId].Any(each => each.StandsOn(request.From) && each.IsOf(request.HouseholdId, link))
            || (request.HouseholdId is { } own ? await AreDuallyApprovedAsync(own, request.From, db, ct) : request.CarersDuallyApproved);
        if (!approved)
        {
            throw new RuleBrokenException(
                "placement.carers-not-approved",
                "Early permanence is with carers who are dually approved, or approved temporarily for this child (Care Planning, Placement and Case Review Regulations 2010, reg. 25A): enter that first, and say which link the carers of another council's are of.",
                "householdId");
        }
    }

    private static async Task<bool> AreDuallyApprovedAsync(Guid householdId, DateOnly day, LocalityHubDbContext db, CancellationToken ct) =>
        (await HouseholdChange.FactsAsync(await db.Households.AsNoTracking().SingleAsync(household => household.Id == householdId, ct), db, ct)).AreDuallyApprovedOn(day);

    private static void NotInFuture(DateOnly day, string field, TimeProvider clock)
    {
        if (day > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("placement.in-future", "Enter it when it has happened.", field);
        }
    }

    internal static async Task<ListPlacements.Response> SettleAsync(
        ChildPlan plan, HttpContext context, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        await plan.SettleAsync(council.Code, clock, ct);
        await change.PublishAsync(plan.Child, ct);
        await change.PublishSiblingsAsync(plan.Child, ct);
        await change.PublishCarersAsync(plan.Child, ct);
        IfMatch.SetETag(context, plan.Child.Version);
        return await ListPlacements.DescribeAsync(plan.Child.Id, db, ct);
    }
}
