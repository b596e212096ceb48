using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Identities;

/// <summary>Reads candidate matches of the caller's councils: the database shows no others.</summary>
internal static class ReadIdentityMatches
{
    internal static async Task<Ok<Page<ShownIdentityMatch>>> ListAsync(
        [AsParameters] PageRequest page, [FromQuery] bool? open, Caller caller, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.IdentityMatches.AsNoTracking()
            .Where(match => match.Id > after)
            .Where(match => open == null || open == (db.IdentityMatchSides.Any(side => side.Match == match.Id && side.Answer == null)
                && !db.IdentityMatchSides.Any(side => side.Match == match.Id && side.Answer == IdentityAnswer.DifferentChildren)))
            .OrderBy(match => match.Id)
            .Take(page.Take)
            .ToListAsync(ct);
        var found = Page.Of(rows, page, match => match.Id);
        audit.About(found.Items.Select(match => match.Id));
        return TypedResults.Ok(new Page<ShownIdentityMatch>(await DescribeAsync(found.Items, caller, db, ct), found.Next));
    }

    internal static async Task<Results<Ok<ShownIdentityMatch>, ProblemHttpResult>> ReadAsync(
        Guid matchId, HttpContext context, Caller caller, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.IdentityMatches.AsNoTracking().SingleOrDefaultAsync(match => match.Id == matchId, ct) is not { } match)
        {
            return NoMatch();
        }

        audit.About([matchId]);
        IfMatch.SetETag(context, match.Version);
        return TypedResults.Ok((await DescribeAsync([match], caller, db, ct))[0]);
    }

    /// <summary>The same for a match that there never was, one of other councils, and one that has ended, whatever the reason.</summary>
    internal static ProblemHttpResult NoMatch() => Problems.NotFound("identity-match.not-found", "There is no such candidate match for you.");

    internal static async Task<IReadOnlyList<ShownIdentityMatch>> DescribeAsync(IReadOnlyList<IdentityMatch> matches, Caller caller, CentralHubDbContext db, CancellationToken ct)
    {
        var ids = matches.Select(match => match.Id).ToArray();
        var sides = (await db.IdentityMatchSides.AsNoTracking().Where(side => ids.Contains(side.Match)).OrderBy(side => side.Council).ToListAsync(ct)).ToLookup(side => side.Match);
        var people = sides.SelectMany(side => side).Select(side => side.AnsweredBy).OfType<Guid>().Distinct().ToArray();
        var names = await db.Workers.AsNoTracking().Where(worker => people.Contains(worker.Reference)).ToDictionaryAsync(worker => worker.Reference, worker => worker.Name, ct);
        return [.. matches.Select(match => Describe(match, [.. sides[match.Id]], caller, names))];
    }

    private static ShownIdentityMatch Describe(IdentityMatch match, IReadOnlyList<IdentityMatchSide> sides, Caller caller, Dictionary<Guid, string> names)
    {
        var state = sides.Any(side => side.Answer == IdentityAnswer.DifferentChildren) ? IdentityMatchState.DifferentChildren
            : sides.All(side => side.Answer == IdentityAnswer.SameChild) ? IdentityMatchState.Confirmed
            : IdentityMatchState.Candidate;
        bool IsOwn(IdentityMatchSide side) => caller.Councils.Contains(new CouncilCode(side.Council));
        string? NameOf(IdentityMatchSide side) => side.AnsweredBy is { } who ? names.GetValueOrDefault(who) : null;
        return new ShownIdentityMatch(
            match.Id,
            state,
            Flags.Each(match.By),
            match.FoundAt,
            match.Version,
            [.. sides.Where(IsOwn).Select(side => new ShownIdentityMatch.OwnSide(new CouncilCode(side.Council), side.Reference, side.Answer, NameOf(side), side.AnsweredAt))],
            [.. sides.Where(side => !IsOwn(side)).Select(side => new ShownIdentityMatch.OtherSide(new CouncilCode(side.Council), side.Answer, state == IdentityMatchState.Confirmed ? NameOf(side) : null))]);
    }
}
