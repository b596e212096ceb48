using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.BreakGlass;

/// <summary>
/// Breaks the glass: a person who may read children, but not this one, reads it for an hour without waiting for anybody. The child is
/// named by local id in the body, since a hidden record's own id is not to be had, and addresses end up in logs.
/// </summary>
internal static partial class OpenRecord
{
    /// <param name="LocalId">The council's own identifier of the child, whole.</param>
    /// <param name="Reason">immediate-safeguarding-risk, court-direction, out-of-hours-duty or medical-emergency.</param>
    /// <param name="CaseReference">The caller's reference of the case or call: 3 to 40 letters, digits, hyphens and slashes, no names.</param>
    public sealed record Request(string LocalId, string Reason, string CaseReference);

    /// <param name="GrantId">The grant.</param>
    /// <param name="ChildId">The child, to be read at <c>/children/{childId}</c> until then.</param>
    /// <param name="ExpiresAt">When the grant ends, UTC.</param>
    public sealed record Response(Guid GrantId, Guid ChildId, DateTimeOffset ExpiresAt);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        string code,
        Request request,
        Caller caller,
        LocalityHubDbContext db,
        AuditTrail audit,
        BreakGlassOptions options,
        TimeProvider clock,
        CancellationToken ct)
    {
        var localId = request.LocalId.Trim().ToUpperInvariant();
        if (localId.Length == 0)
        {
            throw new InvalidRequestException("break-glass.local-id", "Give the child's local id.", "localId");
        }

        if (!BreakGlassGrant.Reasons.Contains(request.Reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("break-glass.reason", $"reason is one of {string.Join(", ", BreakGlassGrant.Reasons)}.", "reason");
        }

        if (!CaseReferences().IsMatch(request.CaseReference))
        {
            throw new InvalidRequestException(
                "break-glass.case-reference", "caseReference is 3 to 40 letters, digits, hyphens and slashes, beginning with a letter or digit.", "caseReference");
        }

        audit.Because(request.Reason);
        if (await HiddenRecords.FindAsync(db, localId, ct) is not { } childId)
        {
            return ReadChild.NotFound();
        }

        if (await db.Children.AnyAsync(child => child.Id == childId, ct))
        {
            throw new RuleBrokenException("break-glass.not-needed", "You can read this child as it is: search for the local id.", "localId");
        }

        var now = clock.GetUtcNow();
        var grant = new BreakGlassGrant
        {
            Id = Guid.NewGuid(),
            ChildId = childId,
            Subject = caller.Subject,
            ClientId = caller.ClientId,
            Reason = request.Reason,
            CaseReference = request.CaseReference,
            GrantedAt = now,
            ExpiresAt = now + options.Lasts,
            Version = 1,
        };
        db.Add(grant);
        await db.SaveChangesAsync(ct);

        audit.About([childId, grant.Id]);
        return TypedResults.Created($"/api/v1/councils/{code}/children/{childId}", new Response(grant.Id, childId, grant.ExpiresAt));
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9/\-]{2,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CaseReferences();
}
