using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Links;

/// <summary>Somebody who acts for a side takes a step of its on a link. Selection and what follows from it are said by the child's own hub, and are not to be had here.</summary>
internal static class TakeStep
{
    /// <param name="To">considered, interest, shortlisted, visited, preferred or not-progressed.</param>
    /// <param name="Reasons">For not-progressed, at least one, of those that one's own side may give.</param>
    internal sealed record Request(LinkState To, IReadOnlyList<NotProgressedReasons>? Reasons = null);

    internal static async Task<Results<Ok<ShownLink>, ProblemHttpResult>> HandleAsync(
        Guid linkId,
        Request request,
        HttpContext context,
        Caller caller,
        CentralHubDbContext db,
        LinkBook book,
        LinkTeam team,
        LinkReader reader,
        AuditTrail audit,
        CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await book.LockAsync(linkId, ct) is not { } link)
        {
            return NoLink();
        }

        if (link.Version != expected)
        {
            throw new StaleVersionException();
        }

        var parties = await db.LinkParties.Where(party => party.Link == linkId).ToListAsync(ct);
        var own = parties.FindAll(caller.ActsFor);
        var refusal = request.To == LinkState.NotProgressed
            ? await EndAsync(link, request, own, db, book, team, ct)
            : await AdvanceAsync(link, request.To, own, parties, db, book, team, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        await db.SaveChangesAsync(ct);
        audit.About([link.Household, .. await db.LinkChildren.Where(child => child.Link == linkId).Select(child => child.Child).ToListAsync(ct)]);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok((await reader.ReadAsync(linkId, ct))!);
    }

    internal static ProblemHttpResult NoLink() => Problems.NotFound("link.not-found", "There is no such link for you.");

    private static async Task<ProblemHttpResult?> EndAsync(
        Link link, Request request, List<LinkParty> own, CentralHubDbContext db, LinkBook book, LinkTeam team, CancellationToken ct)
    {
        // With a child who has moved in the link ends with the placement, and that is its council's to end.
        if (!link.IsLive || await LinkChild.MovedIn(db).AnyAsync(child => child.Link == link.Id, ct))
        {
            return NotAllowed();
        }

        if (own.Count == 0)
        {
            return NotYours();
        }

        var reasons = Flags.Of(request.Reasons ?? []);
        if (reasons == NotProgressedReasons.None || own.Find(party => (reasons & ~LinkRules.ReasonsOf(party.Side)) == 0) is not { } party)
        {
            throw new InvalidRequestException(
                "link.reasons-required",
                $"A link is ended with at least one reason of one's own side: {string.Join(", ", own.Select(party => party.Side).Distinct().SelectMany(side => Flags.Each(LinkRules.ReasonsOf(side))).Select(Code))}.",
                "reasons");
        }

        if (!await team.JoinAsync(link.Id, party.Side, party.Council, ct))
        {
            return HandedOver();
        }

        await book.EndAsync(link, reasons, party.Side, party.Council, team.Self.Value, ct);
        return null;
    }

    private static async Task<ProblemHttpResult?> AdvanceAsync(
        Link link, LinkState to, List<LinkParty> own, List<LinkParty> parties, CentralHubDbContext db, LinkBook book, LinkTeam team, CancellationToken ct)
    {
        if (LinkRules.SideOf(link.State, to) is not { } side)
        {
            return NotAllowed();
        }

        var mine = own.FindAll(party => party.Side == side);
        if (mine.Count == 0)
        {
            return NotYours();
        }

        if (mine.TrueForAll(party => party.Taken == to))
        {
            return Refused("link.step-not-allowed", "Your council has taken this step: it waits for the children's other councils.");
        }

        if (to == LinkState.Shortlisted && !await IsApprovedAsync(link, db, ct))
        {
            return Refused("link.household-not-approved", "The household is not approved yet: until then a link goes no further than interest.");
        }

        if (!await team.JoinAsync(link.Id, side, mine[0].Council, ct))
        {
            return HandedOver();
        }

        mine.ForEach(party => party.Taken = to);
        var from = link.State;
        var taken = parties.Where(party => party.Side == side).All(party => party.Taken == to);
        if (taken)
        {
            link.State = to;
        }

        await book.NoteAsync(link, new StepTaken(side, mine[0].Council, team.Self.Value, from, to, taken), ct);
        return null;
    }

    private static async Task<bool> IsApprovedAsync(Link link, CentralHubDbContext db, CancellationToken ct)
    {
        var plans = (await db.Children.AsNoTracking().Where(child => child.Live && LinkChild.WithAPart(db).Any(part => part.Link == link.Id && part.Child == child.Reference))
            .Select(child => child.Snapshot).ToListAsync(ct)).ConvertAll(child => child.Plan);
        return await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Reference == link.Household, ct) is { Snapshot: { Approval: ApprovalState.Approved } offered }
            && plans.TrueForAll(offered.LeadsTo);
    }

    private static ProblemHttpResult NotYours() =>
        Refused("link.not-your-step", "This step is the other side's, or your role does not act for yours: a social worker or family finder does for a child, recruitment or a family finder for a household.");

    private static ProblemHttpResult NotAllowed() => Refused("link.step-not-allowed", "The link does not lead there from where it stands.");

    private static ProblemHttpResult HandedOver() => Refused("link.handed-over", "You have handed this link over: a colleague goes on with it.");

    private static ProblemHttpResult Refused(string code, string detail) => Problems.Problem(StatusCodes.Status409Conflict, code, detail);

    private static string Code(NotProgressedReasons reason) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}
