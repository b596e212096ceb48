using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.CaseMinutes;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>A kept answer about a child or household is given again only to who still sees the record: it was kept when it was open.</summary>
internal sealed class ReplaysOfHidden(LocalityHubDbContext db) : IReplayGuard
{
    public async Task<IResult?> RefuseAsync(HttpContext context, CancellationToken ct)
    {
        if (Guid.TryParse(context.GetRouteValue("childId") as string, out var childId) && !await db.Children.AnyAsync(child => child.Id == childId, ct))
        {
            return ReadChild.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("groupId") as string, out var groupId) && !await SiblingGroup.Visible(db).AnyAsync(group => group.Id == groupId, ct))
        {
            return KeepSiblingGroup.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("linkId") as string, out var linkId) && !await FamilyLink.Visible(db).AnyAsync(link => link.Id == linkId, ct))
        {
            return ReadLinks.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("familyId") as string, out var familyId) && !await db.SupportFamilies.AnyAsync(family => family.Id == familyId, ct))
        {
            return KeepFamily.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("assessmentId") as string, out var assessmentId) && !await db.SupportAssessments.AnyAsync(assessment => assessment.Id == assessmentId, ct))
        {
            return Assess.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("caseId") as string, out var caseId) && !await db.PanelCases.AnyAsync(@case => @case.Id == caseId, ct))
        {
            return KeepCase.NotFound();
        }

        if (Guid.TryParse(context.GetRouteValue("itemId") as string, out var itemId) && !await db.CaseItems.AnyAsync(item => item.Id == itemId, ct))
        {
            return WriteMinutes.NotFound();
        }

        return Guid.TryParse(context.GetRouteValue("householdId") as string, out var householdId)
            && !await db.Households.AnyAsync(household => household.Id == householdId, ct)
                ? ReadHousehold.NotFound()
                : null;
    }
}
