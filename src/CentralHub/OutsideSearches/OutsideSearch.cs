using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
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

/// <summary>
/// A search with other agencies, for a child for whom the region has nobody; for all who are to be placed together when the child is searched for with
/// brothers and sisters, of whichever council: the fee is one for all of them.
/// </summary>
internal sealed class OutsideSearch
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required short Council { get; init; }

    public required RateProvider Provider { get; init; }

    public required bool London { get; init; }

    /// <summary>The search of the region for all together, whose children this one is for; null when the child is to be placed alone.</summary>
    public required Guid? Search { get; init; }

    /// <summary>How many children are to be placed together.</summary>
    public required ChildCounts Number { get; init; }

    /// <summary>How many exactly, for counting: not shown.</summary>
    public required short Children { get; init; }

    /// <summary>Whether a household of the region was on the child's list when it began.</summary>
    public required bool Feasible { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>By the rates of the day on which it began; null where they have none.</summary>
    public required int? ExpectedFee { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public OutsideSearchEnd? End { get; set; }

    /// <summary>By the rates of the day on which the child moves in; the day itself is not kept.</summary>
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
    /// <param name="MovesInOn">
    /// The day on which the child has moved in or is to, by which the rate is fixed; it is used for that alone and not kept. Required of found-outside;
    /// of found-in-region today is taken where none is given.
    /// </param>
    internal sealed record EndRequest(OutsideSearchEnd End, DateOnly? MovesInOn = null);

    internal static async Task<Results<Created<ShownOutsideSearch>, ProblemHttpResult>> StartAsync(
        Request request, Caller caller, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await OwnSearches.FindChildAsync(db, caller, request.Child, ct) is not { Live: true } child)
        {
            return OwnSearches.NoChild();
        }

        var search = OwnSearches.Choose(await OwnSearches.OfAsync(db, request.Child, ct), null);
        if (search is null && child.Snapshot.TogetherSearch is not null)
        {
            // With somebody whom the caller does not see: what would be entered for one child is the whole group's.
            return OwnSearches.NoChild();
        }

        var together = search is { Of: SearchOf.Group } group ? group.Id : (Guid?)null;
        if (await db.OutsideSearches.AnyAsync(other => other.Child == request.Child && other.Provider == request.Provider && other.EndedAt == null, ct)
            || (together is { } all && (await db.Database.SqlQuery<bool>($"select group_searched_outside({all}, {(short)request.Provider}) as \"Value\"").ToListAsync(ct))[0]))
        {
            return Problems.Problem(
                StatusCodes.Status409Conflict, "outside-search.exists", "The child, or one who is to be placed with it, is searched for with these agencies already.");
        }

        var number = search?.Number ?? ChildCounts.One;
        var rates = await KeepRates.OnAsync(db, LondonCalendar.Today(clock), ct);
        var outside = new OutsideSearch
        {
            Id = Guid.CreateVersion7(),
            Child = request.Child,
            Council = child.Council,
            Provider = request.Provider,
            London = request.London,
            Search = together,
            Number = number,
            Children = together is { } members ? (await db.Database.SqlQuery<short>($"select group_size({members}) as \"Value\"").ToListAsync(ct))[0] : (short)1,
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

        var day = MovesIn(request, search, LondonCalendar.Today(clock));
        var rates = await KeepRates.OnAsync(db, day, ct);
        (search.EndedAt, search.End, search.Fee) = (clock.GetUtcNow(), request.End, rates?.For(search.Provider, search.Number, search.London));
        await db.SaveChangesAsync(ct);
        audit.About([search.Child]);
        return TypedResults.Ok(ShownOutsideSearch.Of(search));
    }

    /// <summary>The rate is fixed by the day of the move, not by the day on which somebody enters it (terms of the inter-agency fee).</summary>
    private static DateOnly MovesIn(EndRequest request, OutsideSearch search, DateOnly today)
    {
        if (request.MovesInOn is not { } day)
        {
            return request.End == OutsideSearchEnd.FoundOutside
                ? throw new InvalidRequestException("outside-search.moves-in", "The fee is that of the day on which the child moves in: give movesInOn.", "movesInOn")
                : today;
        }

        return day >= LondonCalendar.DateOf(search.StartedAt) && day <= today.AddYears(1)
            ? day
            : throw new InvalidRequestException("outside-search.moves-in", "movesInOn is a day since the search began, at most a year ahead.", "movesInOn");
    }
}
