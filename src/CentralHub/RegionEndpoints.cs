using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Audit;
using Partnership.CentralHub.Campaigns;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.ExitPack;
using Partnership.CentralHub.Identities;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.OutsideSearches;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Searches;
using Partnership.CentralHub.Tracker;
using Partnership.CentralHub.Weights;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.ExitPack;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.CentralHub;

internal static class RegionEndpoints
{
    internal static void MapRegion(this WebApplication app)
    {
        var region = app.MapGroup("/api/v1/region").WithTags("Region");
        region.MapGet("/indicators", GetIndicators.HandleAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("Indicators A1, A2, A3 and A10 for three years ending 31 March")
            .WithExample(response: new RegionalIndicators(
                new Window(new DateOnly(2022, 4, 1), new DateOnly(2025, 3, 31)),
                new Definition(1, new Dictionary<string, int> { ["A1"] = 426, ["A2"] = 121 }, true),
                new Dictionary<string, Figure> { ["A10"] = new() { N = 367, Rounded = 471 }, ["A3"] = new() { Within = 160, Of = 401 } },
                new Dictionary<string, IReadOnlyDictionary<string, Figure>> { ["893"] = new Dictionary<string, Figure> { ["A10"] = Figure.Hidden } }))
            .ProducesProblem(StatusCodes.Status400BadRequest);
        region.MapGet("/tracker", GetTracker.HandleAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("Children with an adoption plan by stage, banded wait and council")
            .WithExample(response: new RegionalTracker(
                [new TrackerCount(ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths) { Children = 41 }],
                new Dictionary<string, IReadOnlyList<TrackerCount>>
                {
                    ["893"] = [new TrackerCount(ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths) { Suppressed = true }],
                }));

        var projection = region.MapGroup("/projection");
        projection.MapGet("/", GetProjection.HandleAsync)
            .RequireAuthorization(Policies.FollowRegion)
            .WithSummary("How far the region's figures have come")
            .WithExample(response: new ProjectionStatus(true, new DateTimeOffset(2025, 5, 6, 7, 8, 9, TimeSpan.Zero)) { Pending = false });
        var job = new ProjectionJobStatus(
            new Guid("01970000-0000-7000-8000-000000000001"), ProjectionJobKind.Rebuild, "done",
            new DateTimeOffset(2025, 5, 6, 7, 8, 9, TimeSpan.Zero), new DateTimeOffset(2025, 5, 6, 7, 8, 11, TimeSpan.Zero), 3519, 0);
        projection.MapPost("/rebuild", ProjectionJobs.RebuildAsync)
            .RequireAuthorization(Policies.OperateRegion)
            .Audited<CentralHubDbContext>("projection.rebuild", writes: true)
            .WithSummary("Drop the projection and replay it from the log")
            .WithExample(response: job with { State = "running", FinishedAt = null, Replayed = 0 })
            .WithIdempotency<CentralHubDbContext>();
        projection.MapPost("/republish", ProjectionJobs.RepublishAsync)
            .RequireAuthorization(Policies.OperateRegion)
            .Audited<CentralHubDbContext>("projection.republish", writes: true)
            .WithSummary("Ask every hub to send its newest state again")
            .WithExample(response: job with { Kind = ProjectionJobKind.Republish, Replayed = 4 })
            .WithIdempotency<CentralHubDbContext>();
        projection.MapGet("/jobs/{id:guid}", ProjectionJobs.GetAsync)
            .RequireAuthorization(Policies.OperateRegion)
            .WithSummary("A rebuild or republication")
            .WithExample(response: job)
            .ProducesProblem(StatusCodes.Status404NotFound);

        var families = region.MapGroup("").InTransaction<CentralHubDbContext>();
        families.MapRegister();
        families.MapSearches();
        families.MapWeights();
        families.MapAgreements();
        families.MapLinks();
        families.MapDisclosures();
        families.MapRates();
        families.MapOutsideSearches();
        families.MapCampaigns();
        families.MapOutcomes();
        families.MapIdentities();
        region.MapParkedMessages<CentralHubDbContext>();
        families.MapAudit<CentralHubDbContext>(Policies.ReadRegionAudit);
        families.MapCouncilAudit<CentralHubDbContext>();
        families.MapGroup("/councils/{code}").RequireOwnCouncil().MapExitPack<CentralHubDbContext>(RegionPack.Contents);
        region.MapAuditAnchors();
    }
}
