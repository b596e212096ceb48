using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.CaseMinutes;
using Partnership.LocalityHub.CaseTransfers;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>A kept answer about a child or household is given again only to who still sees the record: it was kept when it was open.</summary>
internal sealed class ReplaysOfHidden(LocalityHubDbContext db, Caller caller) : IReplayGuard
{
    public async Task<IResult?> RefuseAsync(HttpContext context, string? made, CancellationToken ct)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AuditedOperation>()?.Code == ChildEndpoints.Erase)
        {
            // The child is there for nobody, and the answer says nothing of it.
            return null;
        }

        if (Guid.TryParse(context.GetRouteValue("childId") as string, out var childId) && !await db.Children.AnyAsync(child => child.Id == childId, ct))
        {
            return ReadChild.NotFound();
        }

        if (Addressed("groupId", "sibling-groups") is { } groupId && !await SiblingGroup.Visible(db).AnyAsync(group => group.Id == groupId, ct))
        {
            return KeepSiblingGroup.NotFound();
        }

        if (Addressed("transferId", "case-transfers") is { } transferId && !await ReadCaseTransfers.Of(caller, db).AnyAsync(transfer => transfer.Id == transferId, ct))
        {
            return ReadCaseTransfers.NotFound();
        }

        if (Addressed("disclosureId", "disclosures") is { } disclosureId && !await db.Disclosures.AnyAsync(disclosure => disclosure.Id == disclosureId, ct))
        {
            return ListDisclosures.NotFound();
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

        if (Addressed("caseId", "panel-cases") is { } caseId && !await db.PanelCases.AnyAsync(@case => @case.Id == caseId, ct))
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

        // In the request's address, or made by it in that collection.
        Guid? Addressed(string value, string collection) =>
            Guid.TryParse(context.GetRouteValue(value) as string, out var addressed) ? addressed
            : made?.Split('/') is [.., var last, var id] && last == collection && Guid.TryParse(id, out var of) ? of
            : null;
    }
}
