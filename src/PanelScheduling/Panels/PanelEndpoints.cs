using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Panels;

internal static class PanelEndpoints
{
    private static readonly CouncilCode Staffordshire = new(860);
    private static readonly CouncilCode Stoke = new(861);

    private static readonly KeepPanels.Settings ExampleSettings = new(
        360, new Dictionary<CaseKind, int> { [CaseKind.Match] = 60 }, 12, 1800, new Dictionary<CouncilCode, int> { [Staffordshire] = 3, [Stoke] = 2 },
        new Dictionary<CouncilCode, int> { [Stoke] = 30 }, 5, false);

    private static readonly KeepPanels.Response Example = new(
        new("01970000-0000-7000-8000-0000000000a3"), "north-joint", PanelStrand.Adoption, true, 6,
        "regulation 6 (substituted by SI 2011/589), Adoption Agencies Regulations 2005 (SI 2005/389)", new("01970000-0000-7000-8000-0000000000a1"), [Staffordshire, Stoke], ExampleSettings);

    public static void MapPanels(this RouteGroupBuilder panels)
    {
        panels.MapGet("", KeepPanels.ListAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("List the panels")
            .WithExample(response: new Page<KeepPanels.Response>([Example], null));
        panels.MapPost("", KeepPanels.CreateAsync)
            .Audited<PanelDbContext>("panel.create", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Constitute a panel of one agency or a joint one")
            .WithExample(new KeepPanels.Request("north-joint", Example.ListId, [Staffordshire, Stoke], ExampleSettings), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/{panelId:guid}", KeepPanels.ReadAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("Read a panel: its agencies, quorum and settings")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/{panelId:guid}/settings", KeepPanels.ChangeAsync)
            .Audited<PanelDbContext>("panel.settings", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Change how a panel is set up")
            .WithExample(ExampleSettings, Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
