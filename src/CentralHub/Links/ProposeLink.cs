using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Searches;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Links;

/// <summary>The child's council proposes a household for a search. Where children of several councils are searched for together, one of them proposes for all.</summary>
internal static class ProposeLink
{
    /// <param name="Child">A child of one of the caller's councils.</param>
    /// <param name="Household">A household of the child's list.</param>
    /// <param name="Search">together or alone; together where the child is in both, unless said otherwise.</param>
    internal sealed record Request(Guid Child, Guid Household, SearchKind? Search = null);

    internal static async Task<Results<Created<ShownLink>, ProblemHttpResult>> HandleAsync(
        Request request,
        HttpContext context,
        Caller caller,
        CentralHubDbContext db,
        ProposalDesk desk,
        LinkBook book,
        LinkTeam team,
        LinkReader reader,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await OwnSearches.FindChildAsync(db, caller, request.Child, ct) is not { } child)
        {
            return OwnSearches.NoChild();
        }

        if (OwnSearches.Choose(await OwnSearches.OfAsync(db, request.Child, ct), request.Search) is not { } search)
        {
            return Problems.NotFound("search.not-found", "The child has no such search.");
        }

        audit.About([request.Child, request.Household]);
        var (verdict, household, considered) = await desk.ConsiderAsync(search.Key, request.Child, request.Household, ct);
        if (Refusal(verdict) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var link = new Link
        {
            Id = Guid.CreateVersion7(now),
            Search = search.Id,
            SearchOf = search.Of,
            Household = request.Household,
            HouseholdCouncil = (short)household!.Council.Number,
            ProposedBy = child.Council,
            Number = considered!.Number,
            ProposedAt = now,
            ChangedAt = now,
        };
        try
        {
            await book.OpenAsync(
                link,
                [.. considered.Children.Select(each => new LinkChild { Link = link.Id, Child = each.Reference, Council = (short)each.Council.Number })],
                team.Self.Value,
                ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal(ProposalVerdict.Exists)!;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
        {
            // An agreement was ended, or the search has become another one, since it was considered: the database takes no such link.
            return Refusal(ProposalVerdict.NotACandidate)!;
        }

        await team.JoinAsync(link.Id, LinkSide.Child, child.Council, ct);
        RegisterDue.Mark(db, DueKind.Link, [link.Id]);
        await db.SaveChangesAsync(ct);
        audit.About([link.Id]);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Created($"/api/v1/region/links/{link.Id}", (await reader.ReadAsync(link.Id, ct))!);
    }

    private static ProblemHttpResult? Refusal(ProposalVerdict verdict) => verdict switch
    {
        ProposalVerdict.NotACandidate => throw new RuleBrokenException("link.not-a-candidate", "The household is no candidate of this search now.") { NamesNothingThere = true },
        ProposalVerdict.Exists => Conflict("link.exists", "The search has a link with this household."),
        ProposalVerdict.HouseholdHasEnough => Conflict("link.household-has-enough", "The household has as many live links as the region allows."),
        ProposalVerdict.NoAgreement => Conflict("link.no-agreement", "The councils have no sharing agreement in force."),
        _ => null,
    };

    private static ProblemHttpResult Conflict(string code, string detail) => Problems.Problem(StatusCodes.Status409Conflict, code, detail);
}
