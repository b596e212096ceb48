using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>A kept answer about a child is given again only to who still sees the child: it was kept when the record was open.</summary>
internal sealed class ReplaysOfHidden(LocalityHubDbContext db) : IReplayGuard
{
    public async Task<IResult?> RefuseAsync(HttpContext context, CancellationToken ct) =>
        Guid.TryParse(context.GetRouteValue("childId") as string, out var childId) && !await db.Children.AnyAsync(child => child.Id == childId, ct) ? ReadChild.NotFound()
        : Guid.TryParse(context.GetRouteValue("familyId") as string, out var familyId) && !await db.SupportFamilies.AnyAsync(family => family.Id == familyId, ct) ? KeepFamily.NotFound()
        : Guid.TryParse(context.GetRouteValue("assessmentId") as string, out var assessmentId) && !await db.SupportAssessments.AnyAsync(assessment => assessment.Id == assessmentId, ct) ? Assess.NotFound()
        : null;
}
