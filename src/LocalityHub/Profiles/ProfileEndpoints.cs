using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Profiles;

internal static class ProfileEndpoints
{
    private static readonly KeepProfiles.Entry ExampleEntry = new(
        new Guid("6b5a4938-2716-4054-9f3e-2d1c0b9a8f7e"), DisclosureLevel.Full, 2, "approved", "social.worker.860", new DateTimeOffset(2025, 6, 2, 10, 0, 0, TimeSpan.Zero),
        "panel.adviser.860", Roles.PanelAdviser, new DateTimeOffset(2025, 6, 5, 14, 30, 0, TimeSpan.Zero));

    private static readonly KeepProfiles.Request ExampleRequest = new(
        DisclosureLevel.Full, [new("Health", "Seen by the medical adviser in May; the summary follows.")], HoldsCourtPapers: true, HoldsParentsHealth: true,
        new DateOnly(2025, 5, 28), "Invented Doctor, medical adviser");

    private static readonly ApproveProfile.PermissionRequest ExamplePermission =
        new(new Guid("1c0b9a8f-7e6d-4c5b-8a49-382716054f3e"), CourtPermissionBasis.CourtsPermission, new DateOnly(2025, 6, 4));

    private static readonly KeepProfiles.Response Example = new(
        ExampleEntry, ExampleRequest.Sections, ExampleRequest.HoldsCourtPapers, ExampleRequest.HoldsParentsHealth, ExampleRequest.MedicalAdviserPassedOn, ExampleRequest.MedicalAdviser,
        [new(ExamplePermission.Reader, ExamplePermission.Basis, ExamplePermission.On)]);

    public static void MapProfiles(this RouteGroupBuilder council)
    {
        var childs = council.MapGroup("/children/{childId:guid}/profile-versions");
        Map(childs, "a child", Policies.ReadPermanence, Policies.PlanPermanence);
        Writes(childs.MapPost("/{versionId:guid}/court-permissions", ApproveProfile.PermitAsync), "profile.court-permission")
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Record by what right a reader may see the court papers that a version holds")
            .WithDescription("basis: rule1273 (Family Procedure Rules 2010, r. 12.73), or courts-permission. Without one, a release of the version to that reader stays refused.")
            .WithExample(ExamplePermission, Example);
        Map(council.MapGroup("/households/{householdId:guid}/profile-versions"), "a household", Policies.ReadHouseholds, Policies.KeepHouseholds);
    }

    private static void Map(RouteGroupBuilder versions, string whose, string reads, string writes)
    {
        versions.MapPost("", KeepProfiles.WriteAsync)
            .Audited<LocalityHubDbContext>("profile.write", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(writes)
            .WithSummary($"Write a version of what may be released of {whose}")
            .WithDescription(
                "level: anonymous, summary or full. Several levels and versions stand side by side; a release takes the newest that is approved and keeps it. " +
                "Papers of a court and a parent's health data are in a full report only, and are said to be there.")
            .WithExample(ExampleRequest, Example);
        versions.MapGet("", KeepProfiles.ListAsync)
            .RequireAuthorization(reads)
            .Audited<LocalityHubDbContext>("profile.list")
            .WithSummary($"List the versions of what may be released of {whose}")
            .WithExample(response: new Page<KeepProfiles.Entry>([ExampleEntry], null));
        versions.MapGet("/{versionId:guid}", KeepProfiles.ReadAsync)
            .RequireAuthorization(reads)
            .Audited<LocalityHubDbContext>("profile.read")
            .WithSummary($"Read a version of what may be released of {whose}")
            .WithExample(response: Example);
        Writes(versions.MapPut("/{versionId:guid}", KeepProfiles.ChangeAsync), "profile.change")
            .RequireAuthorization(writes)
            .WithSummary("Change a version while it is a draft")
            .WithExample(ExampleRequest, Example);
        Writes(versions.MapPost("/{versionId:guid}/approve", ApproveProfile.HandleAsync), "profile.approve")
            .RequireAuthorization(Policies.ApproveProfiles)
            .WithSummary("Approve a version for release, as another person than who wrote it")
            .WithDescription(
                "A full report is approved by a panel adviser; an anonymous profile or a summary by a family finder (a child's) or by recruitment (a household's). " +
                "What identifies and is not to be told at the level is looked for, and refused.")
            .WithExample(response: Example);
        Writes(versions.MapPost("/{versionId:guid}/withdraw", ApproveProfile.WithdrawAsync), "profile.withdraw")
            .RequireAuthorization(writes)
            .WithSummary("Withdraw a version; what was released of it is closed at once")
            .WithExample(response: Example);
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint, string operation) => endpoint
        .Audited<LocalityHubDbContext>(operation, writes: true)
        .WithIdempotency<LocalityHubDbContext>()
        .WithMetadata(new IfMatchRequired());
}
