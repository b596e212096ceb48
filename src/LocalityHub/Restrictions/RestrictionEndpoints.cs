using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Restrictions;

internal static class RestrictionEndpoints
{
    private static readonly ListRestrictions.Entry Example = new(
        new Guid("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41"), "INVENTED1", ["social-worker"], "staff-or-relative", "caldicott.guardian.860",
        new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    private static readonly RestrictHousehold.Entry ExampleHousehold = new(
        new Guid("9c2f4a71-66b0-4e0f-9a3d-1b5c7d9e2f40"), ["recruitment"], "staff-or-relative", "caldicott.guardian.860",
        new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    public static void MapRestrictions(this RouteGroupBuilder council)
    {
        council.MapRestrictedHouseholds();
        council.MapGet("/restrictions", ListRestrictions.HandleAsync)
            .RequireAuthorization(Policies.RestrictRecords)
            .Audited<LocalityHubDbContext>("restrictions.list")
            .WithSummary("List the restricted records")
            .WithExample(response: new Page<ListRestrictions.Entry>([Example], null));

        council.MapPut("/children/{childId:guid}/restriction", RestrictRecord.HandleAsync)
            .Audited<LocalityHubDbContext>("child.restrict", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.RestrictRecords)
            .WithSummary("Restrict a child's record to some roles, or change to which")
            .WithDescription(
                "For every other role the child does not exist. roles: any of case-system, social-worker, family-finder, support-worker, support-fund; the guardian always sees it. " +
                "reason: staff-or-relative, elected-member, court-direction, police-request, safety-of-placement, third-party-request. If-Match is the child's own ETag.")
            .WithExample(new RestrictRecord.Request(["social-worker"], "staff-or-relative"), Example);

        council.MapPost("/children/{childId:guid}/restriction/lift", RestrictRecord.LiftAsync)
            .Audited<LocalityHubDbContext>("child.lift-restriction", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.RestrictRecords)
            .WithSummary("Lift the restriction of a child's record")
            .WithDescription("reason: no-longer-needed, set-in-error, court-direction. If-Match is the child's own ETag.")
            .WithExample(request: new RestrictRecord.LiftRequest("no-longer-needed"));
    }

    private static void MapRestrictedHouseholds(this RouteGroupBuilder council)
    {
        council.MapGet("/household-restrictions", RestrictHousehold.ListAsync)
            .RequireAuthorization(Policies.RestrictRecords)
            .Audited<LocalityHubDbContext>("household-restrictions.list")
            .WithSummary("List the restricted records of households")
            .WithExample(response: new Page<RestrictHousehold.Entry>([ExampleHousehold], null));

        council.MapPut("/households/{householdId:guid}/restriction", RestrictHousehold.HandleAsync)
            .Audited<LocalityHubDbContext>("household.restrict", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.RestrictRecords)
            .WithSummary("Restrict a household's record to some roles, or change to which")
            .WithDescription(
                "For every other role the household does not exist. roles: any of recruitment, support-worker, panel-adviser; the guardian always sees it. " +
                "reason: staff-or-relative, elected-member, court-direction, police-request, safety-of-placement, third-party-request. If-Match is the household's own ETag.")
            .WithExample(new RestrictRecord.Request(["recruitment"], "staff-or-relative"), ExampleHousehold);

        council.MapPost("/households/{householdId:guid}/restriction/lift", RestrictHousehold.LiftAsync)
            .Audited<LocalityHubDbContext>("household.lift-restriction", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.RestrictRecords)
            .WithSummary("Lift the restriction of a household's record")
            .WithDescription("reason: no-longer-needed, set-in-error, court-direction. If-Match is the household's own ETag.")
            .WithExample(request: new RestrictRecord.LiftRequest("no-longer-needed"));
    }
}
