using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Identity;

/// <summary>Which of the council's own children a reference of a candidate match stands for. Once the adoption order is made, nobody: as if it had never been minted.</summary>
internal static class FindByIdentity
{
    /// <param name="ChildId">The child.</param>
    /// <param name="LocalId">CHILD of the returns.</param>
    public sealed record Response(Guid ChildId, string LocalId);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid reference, LocalityHubDbContext db, Council council, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var found = await session.FindAsync(reference, ReferencePurpose.Identity, ct);
        if (found?.ChildId is not { } childId || await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return Problems.NotFound("identity.not-found", "This council has no such child.");
        }

        audit.About([childId]);
        return TypedResults.Ok(new Response(child.Id, child.LocalId));
    }
}
