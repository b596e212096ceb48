using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.BreakGlass;

internal static class BreakGlassEndpoints
{
    private static readonly DateTimeOffset ExampleTime = new(2025, 6, 16, 21, 40, 0, TimeSpan.Zero);
    private static readonly Guid ExampleGrant = new("7b0c5f0e-51d2-4c7e-9b2a-2f4d6a8c0e13");
    private static readonly Guid ExampleChild = new("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41");

    private static readonly ReviewGrants.Entry Example = new(
        ExampleGrant, ExampleChild, "social.worker.860", "partnership-cli", "out-of-hours-duty", "EDT-2025/0417", ExampleTime, ExampleTime.AddHours(1),
        new ReviewGrants.Review("justified", "caldicott.guardian.860", ExampleTime.AddHours(12)));

    public static void MapBreakGlass(this RouteGroupBuilder council)
    {
        council.MapPost("/children/break-glass", OpenRecord.HandleAsync)
            .Audited<LocalityHubDbContext>("child.break-glass", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.BreakGlass)
            .WithSummary("Open a restricted record to oneself for an hour, for a reason that is looked at afterwards")
            .WithDescription(
                "reason: immediate-safeguarding-risk, court-direction, out-of-hours-duty, medical-emergency. The grant opens the child's record to reading, " +
                "for this person alone, and nothing else: not lists, searches or changes. Each attempt and each read is in the audit trail.")
            .WithExample(
                new OpenRecord.Request("INVENTED1", "out-of-hours-duty", "EDT-2025/0417"),
                new OpenRecord.Response(ExampleGrant, ExampleChild, ExampleTime.AddHours(1)))
            .ProducesProblem(StatusCodes.Status404NotFound);

        var grants = council.MapGroup("/break-glass-grants").RequireAuthorization(Policies.ReviewBreakGlass);
        grants.MapGet("", ReviewGrants.ListAsync)
            .Audited<LocalityHubDbContext>("break-glass-grants.list")
            .WithSummary("List the times that a restricted record was opened, newest first")
            .WithDescription("Filter: reviewed (true or false). What was read under a grant: /audit?about= its id.")
            .WithExample(response: new Page<ReviewGrants.Entry>([Example], null));
        grants.MapGet("/{grantId:guid}", ReviewGrants.OneAsync)
            .Audited<LocalityHubDbContext>("break-glass-grant.read")
            .WithSummary("Read one grant")
            .WithExample(response: Example);
        grants.MapPost("/{grantId:guid}/review", ReviewGrants.ReviewAsync)
            .Audited<LocalityHubDbContext>("break-glass-grant.review", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Say whether breaking the glass was justified; not-justified ends a grant that still runs")
            .WithExample(new ReviewGrants.Request("justified"), Example);
    }
}
