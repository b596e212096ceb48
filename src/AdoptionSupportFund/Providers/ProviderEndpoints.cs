using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Providers;

internal static class ProviderEndpoints
{
    private static readonly ProviderContent Example = new(
        "Invented Therapies",
        RegulatedStatus.RegisteredSupportAgency,
        "SC0000001",
        true,
        120,
        [new("dyadic-developmental-psychotherapy", 9_500), new("play-therapy", 7_500)],
        [new CouncilCode(860)],
        [.. Enum.GetValues<ProviderCheckKind>().Select(kind => new ProviderContent.Check(kind, new DateOnly(2025, 3, 3), new DateOnly(2027, 3, 3)))]);

    private static readonly KeepRegister.Response ExampleAnswer = new(new Guid("01970000-0000-7000-8000-0000000000a1"), Example, new DateOnly(2027, 3, 3), true);

    public static void MapProviders(this RouteGroupBuilder fund)
    {
        var providers = fund.MapGroup("/providers").WithTags("Fund providers");
        providers.MapGet("", KeepRegister.ListAsync)
            .RequireAuthorization(Policies.ReadProviders)
            .WithSummary("Search the region's register of providers")
            .WithDescription("Filters: therapy (a code), area (a council whose area it works in), active (true or false).")
            .WithExample(response: new Page<KeepRegister.Response>([ExampleAnswer], null));
        providers.MapPost("", KeepRegister.AddAsync)
            .Audited<FundDbContext>("provider.add", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageProviders)
            .WithSummary("Enter a provider")
            .WithExample(Example, ExampleAnswer);
        providers.MapGet("/{providerId:guid}", KeepRegister.OneAsync)
            .RequireAuthorization(Policies.ReadProviders)
            .WithSummary("Read a provider")
            .WithExample(response: ExampleAnswer)
            .ProducesProblem(StatusCodes.Status404NotFound);
        providers.MapPut("/{providerId:guid}", KeepRegister.ChangeAsync)
            .Audited<FundDbContext>("provider.change", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageProviders)
            .WithSummary("Change what the register says of a provider: status, therapies, rates, areas, capacity, checks")
            .WithExample(Example, ExampleAnswer)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
