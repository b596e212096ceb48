using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Packs;

internal static class PackEndpoints
{
    private static readonly Guid ExampleId = new("01970000-0000-7000-8000-000000000026");

    private static readonly ReadPacks.Entry Example = new(ExampleId, 2026, "2025-26", 1, PackState.Adopted, new DateOnly(2025, 4, 14), null);

    public static void MapPacks(this RouteGroupBuilder fund)
    {
        var packs = fund.MapGroup("/rule-packs").WithTags("Fund rules");
        packs.MapGet("", ReadPacks.ListAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("List the fund's rule packs by year")
            .WithExample(response: new Page<ReadPacks.Entry>([Example], null));
        packs.MapGet("/{packId:guid}", ReadPacks.OneAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("Read a rule pack: each rule with its days, source and confidence")
            .WithExample(response: new ReadPacks.Response(
                Example,
                [ExampleRule]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        packs.MapPost("", DraftPack.HandleAsync)
            .Audited<FundDbContext>("rule-pack.draft", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.AdoptFundRules)
            .WithSummary("Keep a new rule pack as a draft: the next revision of its year")
            .WithDescription("Every day of the year needs one rule of each kind. Nothing is held against a draft.")
            .WithExample(new DraftPack.Request(new YearEnded(2026), [ExampleRule]), new ReadPacks.Response(Example with { State = PackState.Draft, AdoptedFrom = null, Revision = 2 }, [ExampleRule]));
        packs.MapPost("/{packId:guid}/preview", AdoptPack.PreviewAsync)
            .Audited<FundDbContext>("rule-pack.preview", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.PreviewFundRules)
            .WithSummary("See on all drafts what a draft pack would change for whom, and hold last year's decisions against it")
            .WithExample(new AdoptPack.Request(new DateOnly(2026, 4, 1)), ExampleJob)
            .ProducesProblem(StatusCodes.Status404NotFound);
        packs.MapPost("/{packId:guid}/adoption", AdoptPack.AdoptAsync)
            .Audited<FundDbContext>("rule-pack.adopt", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.AdoptFundRules)
            .WithSummary("Adopt a previewed pack from a day on; every draft is checked again at once")
            .WithExample(new AdoptPack.Request(new DateOnly(2026, 4, 1)), ExampleJob with { Kind = PackJobKind.Recheck })
            .ProducesProblem(StatusCodes.Status404NotFound);
        var jobs = fund.MapGroup("/rule-jobs/{jobId:guid}").WithTags("Fund rules");
        jobs.MapGet("", AdoptPack.JobAsync)
            .RequireAuthorization(Policies.PreviewFundRules)
            .WithSummary("Follow a preview or a recheck")
            .WithExample(response: ExampleJob with { State = "done", Done = 412, Changed = 97, Broken = 88, FinishedAt = ExampleJob.RequestedAt.AddSeconds(1), History = new(540, 201, false) })
            .ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapGet("/changes", AdoptPack.ChangesAsync)
            .RequireAuthorization(Policies.PreviewFundRules)
            .Audited<FundDbContext>("rule-changes.list")
            .WithSummary("What a job found different, draft by draft, for the caller's own councils")
            .WithExample(response: new Page<AdoptPack.Change>(
                [new(new Guid("01970000-0000-7000-8000-0000000000b1"), new CouncilCode(860), ["limit.fair-access"], ["funding.shortfall"], true)], null))
            .ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapGet("/history", AdoptPack.HistoryAsync)
            .RequireAuthorization(Policies.PreviewFundRules)
            .Audited<FundDbContext>("rule-history.list")
            .WithSummary("The decided applications of the year before that a previewed pack would have stopped, and why, for the caller's own councils")
            .WithExample(response: new Page<AdoptPack.PastStop>([new(new Guid("01970000-0000-7000-8000-0000000000b2"), new CouncilCode(860), ["limit.fair-access"])], null))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static FundRule ExampleRule => new FairAccessRule(300_000)
    {
        From = new DateOnly(2025, 4, 1), Announced = new DateOnly(2025, 4, 14), Source = "Ministers' statement of 14 April 2025: fair access limit", Confidence = Confidence.High,
    };

    private static AdoptPack.Response ExampleJob => new(
        new Guid("01970000-0000-7000-8000-000000000009"), PackJobKind.Preview, ExampleId, new DateOnly(2026, 4, 1), "running",
        new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero), null, 412, 0, 0, 0, 0, null);
}
