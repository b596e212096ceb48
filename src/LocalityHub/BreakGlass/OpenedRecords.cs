using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.BreakGlass;

/// <summary>Reading a record under a grant. Asked only for a record that the caller does not see otherwise.</summary>
internal sealed class OpenedRecords(LocalityHubDbContext db, Caller caller, AuditTrail audit, TimeProvider clock)
{
    private const string Reason = "break-glass";

    /// <summary>Opens the record for the rest of this request if the caller holds a live grant; the request is entered as one under that grant.</summary>
    public async Task<bool> OpenAsync(Guid childId, CancellationToken ct)
    {
        if (!Policies.RolesByPolicy[Policies.BreakGlass].Any(caller.Roles.Contains))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var grant = await db.BreakGlassGrants.AsNoTracking()
            .Where(g => g.ChildId == childId && g.Subject == caller.Subject && g.ExpiresAt > now)
            .OrderByDescending(g => g.Sequence)
            .FirstOrDefaultAsync(ct);
        if (grant is null)
        {
            return false;
        }

        db.Sight.Open(childId);
        audit.Because(Reason);
        audit.About([grant.Id]);
        return true;
    }
}
