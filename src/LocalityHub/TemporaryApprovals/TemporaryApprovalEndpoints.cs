using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.TemporaryApprovals;

internal static class TemporaryApprovalEndpoints
{
    private static readonly Guid ExampleHousehold = new("5c9f3e27-8ba1-4d46-9032-1e0d9c8b7a65");

    private static readonly EnterTemporaryApproval.Request ExampleRequest = new(
        new DateOnly(2025, 6, 10), "Invented Head of service", new DateOnly(2025, 6, 2), new DateOnly(2025, 6, 6),
        "They can bring her to see her parents while the court decides, and would adopt her if it comes to that: she need not move again.", new DateOnly(2025, 6, 5), "Invented Officer",
        new DateOnly(2025, 6, 9), ExampleHousehold);

    private static readonly IReadOnlyList<ListTemporaryApprovals.Entry> Example =
    [
        new(
            new Guid("7d0a4f38-9cb2-4e57-a143-2f1e0d9c8b76"), ExampleHousehold, null, ExampleRequest.From, ExampleRequest.ApprovedBy, new DateOnly(2025, 3, 4), ExampleRequest.SuitabilityAssessedOn,
            ExampleRequest.WelfareConsideredOn, ExampleRequest.Welfare, ExampleRequest.ConsultedOn, ExampleRequest.NominatedOfficer, ExampleRequest.NominatedOfficerApprovedOn, true, null, null, null, null),
    ];

    public static void MapTemporaryApprovals(this RouteGroupBuilder council)
    {
        var approvals = council.MapGroup("/children/{childId:guid}/temporary-approvals");
        approvals.MapGet("", ListTemporaryApprovals.HandleAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("temporary-approvals.read")
            .WithSummary("Read which adopters were approved as a child's foster carers for a time, and whether that stands")
            .WithExample(response: Example);
        approvals.MapPost("", EnterTemporaryApproval.HandleAsync)
            .Audited<LocalityHubDbContext>("temporary-approval.enter", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that approved adopters were approved as foster carers of this child for a time")
            .WithDescription(
                "Care Planning, Placement and Case Review (England) Regulations 2010, reg. 25A. Of this council's household (householdId) or of the child's link with another's (linkId, adoptersApprovedOn). " +
                "Refused with temporary-approval.preconditions, .not-approved, .dually-approved, .order, .link or .stands. If-Match is the child's ETag, here and below.")
            .WithExample(ExampleRequest, Example);
        approvals.MapPost("/{approvalId:guid}/end", EndTemporaryApproval.HandleAsync)
            .Audited<LocalityHubDbContext>("temporary-approval.end", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that a temporary approval ends, or that the carers have given notice")
            .WithDescription("It ends by itself with the placement, with this council's approval as adopters, with dual approval, and when the child is placed with them for adoption. carers-notice: it ends 28 days after on.")
            .WithExample(
                new EndTemporaryApproval.Request(TemporaryApprovalEnd.CarersNotice, new DateOnly(2025, 6, 16), "Her mother is ill."),
                (IReadOnlyList<ListTemporaryApprovals.Entry>)[Example[0] with { NoticeOn = new DateOnly(2025, 6, 16), EndsOn = new DateOnly(2025, 7, 14), Why = TemporaryApprovalEnd.CarersNotice, EndWords = "Her mother is ill." }]);
    }
}
