using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Identities;

/// <summary>
/// A named person of one of the two councils says whether both records are of one child. Nothing is joined by it: each council's record stays its own, and the two
/// people know with whom to talk. Two people, since the numbers alone may be mistyped; an answer may be changed.
/// </summary>
internal static class AnswerIdentityMatch
{
    /// <param name="Answer">same-child or different-children.</param>
    /// <param name="Council">For which council, three digits; only for somebody who works for both.</param>
    internal sealed record Request(IdentityAnswer Answer, string? Council = null);

    internal static async Task<Results<Ok<ShownIdentityMatch>, ProblemHttpResult>> HandleAsync(
        Guid matchId,
        Request request,
        HttpContext context,
        Caller caller,
        CentralHubDbContext db,
        LinkTeam team,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await db.IdentityMatches.FromSql($"select * from identity_match where id = {matchId} for update").SingleOrDefaultAsync(ct) is not { } match)
        {
            return ReadIdentityMatches.NoMatch();
        }

        if (match.Version != expected)
        {
            throw new StaleVersionException();
        }

        var sides = await db.IdentityMatchSides.Where(side => side.Match == matchId).ToListAsync(ct);
        var own = Choose(sides, request.Council, caller);
        if (request.Answer == IdentityAnswer.SameChild && sides.Exists(side => side != own && side.AnsweredBy == team.Self.Value))
        {
            return Problems.Problem(
                StatusCodes.Status409Conflict, "identity-match.same-person", "You have answered for the other council: a second person must confirm for this one.", "council");
        }

        await team.IntroduceAsync(ct);
        (own.Answer, own.AnsweredBy, own.AnsweredAt) = (request.Answer, team.Self.Value, clock.GetUtcNow());
        match.Version++;
        await db.SaveChangesAsync(ct);
        audit.About([matchId, own.Reference]);
        IfMatch.SetETag(context, match.Version);
        return TypedResults.Ok((await ReadIdentityMatches.DescribeAsync([match], caller, db, ct))[0]);
    }

    private static IdentityMatchSide Choose(List<IdentityMatchSide> sides, string? council, Caller caller)
    {
        var own = sides.FindAll(side => caller.Councils.Contains(new CouncilCode(side.Council)));
        var named = own.Find(side => council is null ? own.Count == 1 : new CouncilCode(side.Council).ToString() == council);
        return named ?? throw new InvalidRequestException("identity-match.council", "Say for which of your councils you answer, by its three digits.", "council");
    }
}
