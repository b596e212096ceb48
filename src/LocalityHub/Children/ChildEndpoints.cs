using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Children;

internal static class ChildEndpoints
{
    /// <summary>The erasure in the audit trail.</summary>
    public const string Erase = "child.erase";

    private static readonly Guid ExampleId = new("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41");
    private static readonly ReadChild.Name ExampleName = new("Orla", "Underwillow");
    private static readonly ListChildren.Entry ExampleEntry = new(ExampleId, "INVENTED1", ExampleName, ChildStage.PlacementOrderMade, false);

    /// <summary>An invented child, for the description of every endpoint that answers with one.</summary>
    public static ReadChild.Response Example { get; } = new(
        ExampleId,
        "INVENTED1",
        ExampleName,
        new DateOnly(2022, 2, 3),
        "F",
        "WBRI",
        "UN1",
        ChildStage.PlacementOrderMade,
        Held: false,
        Restricted: false,
        [],
        [
            new("should-be-placed", new DateOnly(2024, 6, 3), "hand", null, null, new ReadChild.Conflict(new DateOnly(2024, 6, 1), "return")),
            new("placement-order", new DateOnly(2024, 8, 20), "return", null, new ReadChild.SourceRow("Episodes", 2, 2025), null),
        ],
        [new(2025, 2, false, new DateOnly(2024, 8, 20), "L", "E1", "N1", "U6", "PR1", null, null)],
        [new(2025, 1, false, new DateOnly(2024, 6, 1), null, null)],
        [],
        DetailConflicts: [new("ethnicity", "WIRI", "return", 2025)]);

    public static void MapChildren(this RouteGroupBuilder council)
    {
        var children = council.MapGroup("/children");

        children.MapGet("", ListChildren.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .Audited<LocalityHubDbContext>("children.list")
            .WithSummary("List the council's children")
            .WithExample(response: new Page<ListChildren.Entry>([ExampleEntry], null));

        children.MapPost("/search", SearchChildren.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .Audited<LocalityHubDbContext>("children.search")
            .WithSummary("Find children by local id or parts of names")
            .WithExample(new SearchChildren.Request("INVENTED1"), new Page<ListChildren.Entry>([ExampleEntry], null));

        children.MapGet("/{childId:guid}", ReadChild.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .Audited<LocalityHubDbContext>("child.read")
            .WithSummary("Read a child: milestones with their sources, episodes, decisions, findings")
            .WithExample(response: Example);

        children.MapDelete("/{childId:guid}", EraseChild.HandleAsync)
            .RequireAuthorization(Policies.EraseRecords)
            .Audited<LocalityHubDbContext>(Erase, writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Erase a child's record")
            .WithDescription(
                "reason: made-in-error, duplicate, request-upheld. Rows of returns, findings, previews, what an undo would put back, milestones and what was written of the child alone are deleted, " +
                "and the region is told the last of it. Refused while an import is under way, and for a child who stands in a record that is kept by law or is of others too. " +
                "Mend the case system first: its next return or feed would bring the child again.");

        children.MapPut("/{childId:guid}/name", NameChild.HandleAsync)
            .Audited<LocalityHubDbContext>("child.name", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.EnterMilestones)
            .WithSummary("Give a child its name")
            .WithExample(new NameChild.Request("Orla", "Underwillow"), Example);
    }
}
