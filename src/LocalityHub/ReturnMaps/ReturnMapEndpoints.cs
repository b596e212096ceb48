using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.ReturnMaps;

internal static class ReturnMapEndpoints
{
    private static readonly ReadReturnMap.Heading[] Headings = [new("PlacedAdoption", "Date should be placed", "DATE_PLACED"), new("PlacedAdoption", "Worker", "")];
    private static readonly ReadReturnMap.Meaning[] Values = [new("REASON_PLACED_CEASED", "Other", "RD4")];
    private static readonly ReadReturnMap.Response Example = new(Headings, Values, "social.worker.860", new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    public static void MapReturnMap(this RouteGroupBuilder council)
    {
        council.MapGet("/return-map", ReadReturnMap.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .WithSummary("Read what the council's return files call things")
            .WithExample(response: Example);
        council.MapPut("/return-map", ConfirmReturnMap.HandleAsync)
            .Audited<LocalityHubDbContext>("return-map.confirm", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ManageCouncil)
            .WithSummary("Confirm what the council's return files call things, as a whole")
            .WithDescription("An empty column is read past; an empty meaning stands for nothing. Returns handed in from then on are read by it; one that was handed in before keeps the map of its time.")
            .WithExample(new ConfirmReturnMap.Request(Headings, Values), Example);
        council.MapPost("/return-map/suggestions", SuggestReturnHeadings.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .Audited<LocalityHubDbContext>("return-map.suggest")
            .WithSummary("Suggest what headings and values stand for, for a person to look over")
            .WithDescription("A column is named where a heading says its very words, as no other of the file does; else the ones that it is like are its alternatives, for a person to choose from. Nothing of it is kept: confirm it with PUT. Values are suggested for where they are handed in, each once, under columns that hold codes: a code where a value says its very words, or is written with it; else means is null, and a person says what it stands for. Hand in headings and such values alone, never rows of children.")
            .WithExample(
                new SuggestReturnHeadings.Request(
                    ["CHILD", "DOB", "Date should be placed", "DATE_PLACED_CEASED", "Reason no longer placed", "Worker"], [new("Reason no longer placed", ["RD1", "Needs changed", "Panel"])], 2025),
                new SuggestReturnHeadings.Response(
                    "PlacedAdoption",
                    Known: false,
                    [new("PlacedAdoption", "DATE SHOULD BE PLACED", "DATE_PLACED", 100, []), new("PlacedAdoption", "REASON NO LONGER PLACED", "REASON_PLACED_CEASED", 100, []), new("PlacedAdoption", "WORKER", "", 0, [])],
                    [new("REASON_PLACED_CEASED", "NEEDS CHANGED", "RD1", []), new("REASON_PLACED_CEASED", "PANEL", null, [])],
                    ["CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"]));
    }
}
