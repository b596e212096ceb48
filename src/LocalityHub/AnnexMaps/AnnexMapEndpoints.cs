using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.AnnexMaps;

internal static class AnnexMapEndpoints
{
    private static readonly ReadAnnexMap.Heading[] Headings = [new(10, "Dt Placement Order made", "placement-order")];
    private static readonly ReadAnnexMap.Meaning[] Values = [new("gender", "Boy", "Male")];
    private static readonly ReadAnnexMap.Response Example = new(Headings, Values, "social.worker.860", new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    public static void MapAnnexMap(this RouteGroupBuilder council)
    {
        council.MapGet("/annex-map", ReadAnnexMap.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .WithSummary("Read what the council's Annex A workbook calls things")
            .WithExample(response: Example);
        council.MapPut("/annex-map", ConfirmAnnexMap.HandleAsync)
            .Audited<LocalityHubDbContext>("annex-map.confirm", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ManageCouncil)
            .WithSummary("Confirm what the council's Annex A workbook calls things, as a whole")
            .WithDescription("An empty column is read past; an empty meaning stands for nothing. Every later reading with this council uses it.")
            .WithExample(new ConfirmAnnexMap.Request(Headings, Values), Example);
        council.MapPost("/annex-map/suggestions", SuggestHeadings.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .Audited<LocalityHubDbContext>("annex-map.suggest")
            .WithSummary("Suggest what headings and values stand for, for a person to look over")
            .WithDescription("Values are suggested for where they are handed in, each once, under columns that hold codes; where means is null, a person says what the value stands for. Nothing of it is kept: confirm it with PUT. Hand in headings and such values alone, never rows of children.")
            .WithExample(
                new SuggestHeadings.Request(10, ["Child Unique ID", "Gender", "Dt Placement Order made"], [new("Gender", ["a) Male", "Boy", "Not said"])]),
                new SuggestHeadings.Response([new("Dt Placement Order made", "placement-order", 100, [])], [new("gender", "Boy", "M", []), new("gender", "Not said", null, [])], ["child", "gender", "placement-order"]));
    }
}
