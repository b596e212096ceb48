using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Links;

/// <summary>Takes part in a link, for the side of one's council that one's role acts for: who takes part may be named as reader of a release.</summary>
internal static class JoinLink
{
    /// <param name="Side">child or household; only for somebody who acts for both.</param>
    internal sealed record Request(LinkSide? Side = null);

    internal static async Task<Results<Ok<ShownLink>, ProblemHttpResult>> HandleAsync(
        Guid linkId, Request request, Caller caller, CentralHubDbContext db, LinkTeam team, LinkReader reader, CancellationToken ct)
    {
        var parties = (await db.LinkParties.AsNoTracking().Where(party => party.Link == linkId).OrderBy(party => party.Council).ToListAsync(ct))
            .FindAll(party => caller.Councils.Contains(new CouncilCode(party.Council)));
        if (parties.Count == 0)
        {
            return TakeStep.NoLink();
        }

        var own = parties.FindAll(caller.ActsFor);
        if (request.Side is null && own.Select(party => party.Side).Distinct().Count() > 1)
        {
            throw new InvalidRequestException("link.side", "You act for both sides: say for which you take part, child or household.", "side");
        }

        if (own.Find(party => request.Side is null || party.Side == request.Side) is not { } party)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "link.not-your-side", "None of your councils is on that side, or your role does not act for it.", "side");
        }

        if (!await team.JoinAsync(linkId, party.Side, party.Council, ct))
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "link.handed-over", "You have handed this link over: ask whoever has it to hand it back.");
        }

        return TypedResults.Ok((await reader.ReadAsync(linkId, ct))!);
    }
}
