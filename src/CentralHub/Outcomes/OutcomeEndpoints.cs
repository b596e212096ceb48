using Partnership.CentralHub.Duties;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Sufficiency;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching.Sufficiency;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.CentralHub.Outcomes;

internal static class OutcomeEndpoints
{
    private static readonly RegionalOutcomes Example = new(
        new Window(new DateOnly(2026, 4, 1), new DateOnly(2027, 3, 31)),
        new RegionalOutcomes.Share(41, 50, 82.0m, null),
        1_609_045,
        [new RegionalOutcomes.Reached(LinkState.Proposed, 96), new RegionalOutcomes.Reached(LinkState.Matched, 33)],
        [new RegionalOutcomes.Waiting(SearchLength.ThirtyDays, 14)],
        [new RegionalOutcomes.Step(LinkState.Considered, 80, 4)],
        [new RegionalOutcomes.Links(0, null)],
        [new RegionalOutcomes.Ended(NotProgressedReasons.ContactPlan, 7)],
        null,
        [new RegionalOutcomes.Place(new CouncilCode(860), 22, 17)],
        [new RegionalOutcomes.Stage(OutcomeStage.FirstLink, 44, 31), new RegionalOutcomes.Stage(OutcomeStage.MovedIn, 29, 38)]);

    private static readonly SufficiencyFigures Figures = new(
        61, 48, 40, 12, 9, true, 0, [new ChoiceBand(1, 4, 17)], [new ChoiceBand(0, 0, 6)],
        [new Contest(14, 8, 9, 5, new Dictionary<NeedArea, int?> { [NeedArea.Learning] = 6 })],
        [new RecruitmentTarget(HouseholdRoutes.Adoption, ChildCounts.Two, AgeRange.UnderFive, NeedArea.DevelopmentalUncertainty, 7)]);

    internal static void MapOutcomes(this RouteGroupBuilder region)
    {
        var outcomes = region.MapGroup("/family-finding/outcomes").WithTags("Outcomes").RequireAuthorization(Policies.ReadRegion);
        outcomes.MapGet("/", ReadOutcomes.HandleAsync)
            .WithSummary("What has come of the region's searches in a year")
            .WithDescription("to: the 31 March that ends the year; the year that goes on when not given. Counted once a night. A count that is null is hidden: it is below six, or six more have not come yet since it was last moved.")
            .WithExample(response: Example);
        foreach (var (name, summary, handler) in new (string, string, Delegate)[]
        {
            ("funnel", "How far the year's links have come, as a picture", ReadOutcomes.DrawFunnelAsync),
            ("waits", "How long searches have had no link, as a picture", ReadOutcomes.DrawWaitsAsync),
            ("places", "Where children wait and households live, as a picture", ReadOutcomes.DrawPlacesAsync),
        })
        {
            outcomes.MapGet($"/{name}.svg", handler)
                .Produces<string>(StatusCodes.Status200OK, "image/svg+xml")
                .WithSummary(summary)
                .WithExample(response: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        }

        region.MapGet("/sufficiency", ReadSufficiency.HandleAsync)
            .RequireAuthorization(Policies.ReadSufficiency)
            .WithTags("Outcomes")
            .WithSummary("How far the region's households suffice for its waiting children")
            .WithDescription("For planning, never about a named child: how many searches could be served when each household takes one, how many have nobody, who competes for whom, and which recruitment would serve how many more. figures: approved households that can be asked now, alone; withPipeline: those in stage two as well. The two are never mixed. Counts below six, and differences of the two below six, are hidden. Made anew at most once a day.")
            .WithExample(response: new ShownSufficiency(new DateTimeOffset(2026, 11, 9, 3, 0, 0, TimeSpan.Zero), Figures, Figures with { Households = 62, Served = 46, Competing = 6 }));
        region.MapGet("/duties", DutyOverview.ReadAsync)
            .RequireAuthorization(Policies.OverseeSearches)
            .WithTags("Outcomes")
            .WithSummary("Duties that are overdue in the councils' hubs")
            .WithDescription("By council all duties together; by duty all councils together, hidden below six.")
            .WithExample(response: new ShownDuties(
                [new ShownDuties.OfCouncil(new CouncilCode(860), Lateness.UnderOneWeek, 3)], [new ShownDuties.OfDuty(Duty.WaitingReview, Lateness.UnderOneWeek, 8)]));
    }
}
