using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.CentralHub.OutsideSearches;

/// <summary>How a search outside the region ended. Numbers are stored: never reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutsideSearchEnd>))]
internal enum OutsideSearchEnd : short
{
    /// <summary>A family of another agency was found: its fee is due.</summary>
    FoundOutside = 1,

    /// <summary>A family of the region was found after all: the fee is avoided.</summary>
    FoundInRegion = 2,

    /// <summary>It was given up, for whatever reason.</summary>
    GivenUp = 3,
}

/// <summary>A search with other agencies, for a child for whom the region has nobody.</summary>
internal sealed class OutsideSearch
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required short Council { get; init; }

    public required RateProvider Provider { get; init; }

    public required bool London { get; init; }

    /// <summary>How many children are to be placed together.</summary>
    public required ChildCounts Number { get; init; }

    /// <summary>Whether a household of the region was on the child's list when it began.</summary>
    public required bool Feasible { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>By the rates of the day on which it began; null where they have none.</summary>
    public required int? ExpectedFee { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public OutsideSearchEnd? End { get; set; }

    /// <summary>By the rates of the day on which it ended.</summary>
    public int? Fee { get; set; }
}

/// <summary>A search outside the region.</summary>
/// <param name="Search">The search.</param>
/// <param name="Child">The child.</param>
/// <param name="Provider">Whose adopters are looked for.</param>
/// <param name="London">Whether the agency is in London.</param>
/// <param name="Number">How many children are to be placed together.</param>
/// <param name="Feasible">Whether a household of the region was on the child's list when it began.</param>
/// <param name="StartedAt">When (UTC).</param>
/// <param name="ExpectedFee">The fee by the rate card, in pounds; null where it has none.</param>
/// <param name="EndedAt">When it ended (UTC).</param>
/// <param name="End">How.</param>
/// <param name="Fee">The fee that is due, in pounds; null unless a family was found outside.</param>
/// <param name="CostAvoided">What a family of the region saved, in pounds; null unless one was found after all.</param>
internal sealed record ShownOutsideSearch(
    Guid Search,
    Guid Child,
    RateProvider Provider,
    bool London,
    ChildCounts Number,
    bool Feasible,
    DateTimeOffset StartedAt,
    int? ExpectedFee,
    DateTimeOffset? EndedAt,
    OutsideSearchEnd? End,
    int? Fee,
    int? CostAvoided)
{
    internal static ShownOutsideSearch Of(OutsideSearch search) => new(
        search.Id,
        search.Child,
        search.Provider,
        search.London,
        search.Number,
        search.Feasible,
        search.StartedAt,
        search.ExpectedFee,
        search.EndedAt,
        search.End,
        search.End == OutsideSearchEnd.FoundOutside ? search.Fee : null,
        search.End == OutsideSearchEnd.FoundInRegion ? search.Fee : null);
}

internal static class SearchOutside
{
    /// <param name="Child">A child of one of the caller's councils.</param>
    /// <param name="Provider">council or voluntary-agency.</param>
    /// <param name="London">Whether the agency is in London.</param>
    internal sealed record Request(Guid Child, RateProvider Provider, bool London = false);

    /// <param name="End">found-outside, found-in-region or given-up.</param>
    internal sealed record EndRequest(OutsideSearchEnd End);

    internal static async Task<Results<Created<ShownOutsideSearch>, ProblemHttpResult>> StartAsync(
        Request request, Caller caller, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await OwnSearches.FindChildAsync(db, caller, request.Child, ct) is not { Live: true } child)
        {
            return OwnSearches.NoChild();
        }

        if (await db.OutsideSearches.AnyAsync(other => other.Child == request.Child && other.Provider == request.Provider && other.EndedAt == null, ct))
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "outside-search.exists", "The child is searched for with these agencies already.");
        }

        var search = OwnSearches.Choose(await OwnSearches.OfAsync(db, request.Child, ct), null);
        var number = search?.Number ?? ChildCounts.One;
        var rates = await KeepRates.OnAsync(db, LondonCalendar.Today(clock), ct);
        var outside = new OutsideSearch
        {
            Id = Guid.CreateVersion7(),
            Child = request.Child,
            Council = child.Council,
            Provider = request.Provider,
            London = request.London,
            Number = number,
            Feasible = search?.Feasible ?? false,
            StartedAt = clock.GetUtcNow(),
            ExpectedFee = rates?.For(request.Provider, number, request.London),
        };
        db.Add(outside);
        await db.SaveChangesAsync(ct);
        audit.About([outside.Id, request.Child]);
        return TypedResults.Created($"/api/v1/region/outside-searches/{outside.Id}", ShownOutsideSearch.Of(outside));
    }

    internal static async Task<Ok<Page<ShownOutsideSearch>>> ListAsync([AsParameters] PageRequest page, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var before = page.After<Guid?>();
        var rows = await db.OutsideSearches.AsNoTracking().Where(search => before == null || search.Id < before).OrderByDescending(search => search.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, search => search.Id);
        audit.About(found.Items.Select(search => search.Child));
        return TypedResults.Ok(new Page<ShownOutsideSearch>([.. found.Items.Select(ShownOutsideSearch.Of)], found.Next));
    }

    internal static async Task<Results<Ok<ShownOutsideSearch>, ProblemHttpResult>> EndAsync(
        Guid searchId, EndRequest request, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.OutsideSearches.FromSql($"select * from outside_search where id = {searchId} for update").SingleOrDefaultAsync(ct) is not { } search)
        {
            return Problems.NotFound("outside-search.not-found", "There is no such search for you.");
        }

        if (search.EndedAt is not null)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "outside-search.ended", "The search has ended already.");
        }

        var rates = await KeepRates.OnAsync(db, LondonCalendar.Today(clock), ct);
        (search.EndedAt, search.End, search.Fee) = (clock.GetUtcNow(), request.End, rates?.For(search.Provider, search.Number, search.London));
        await db.SaveChangesAsync(ct);
        audit.About([search.Child]);
        return TypedResults.Ok(ShownOutsideSearch.Of(search));
    }
}
