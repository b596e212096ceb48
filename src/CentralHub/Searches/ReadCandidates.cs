using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Weights;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Searches;

/// <summary>The list of a child's search: households that pass every limit, in order, each with what every factor says about this pair.</summary>
internal static class ReadCandidates
{
    private const int Most = SearchLists.Length;
    private const int Usual = 20;

    /// <param name="Search">together or alone.</param>
    /// <param name="State">Only an open search has candidates.</param>
    /// <param name="ListedAt">When the list last became another one (UTC).</param>
    /// <param name="Weights">The weights that the list is ordered by.</param>
    /// <param name="Candidates">In order. It does not tell how many more there are, nor who failed which limit.</param>
    internal sealed record Response(SearchKind Search, SearchState State, DateTimeOffset? ListedAt, DeclaredWeights? Weights, IReadOnlyList<Entry> Candidates);

    /// <param name="Place">Its place, from 1: neither a score nor a chance of success.</param>
    /// <param name="Household">The household, by its family-finding reference.</param>
    /// <param name="Published">What everybody may see of it; null when it is not published.</param>
    /// <param name="Approval">How far its approval has come: with stage-two a link stops at interest.</param>
    /// <param name="ApprovalExpected">In stage 2 the quarter in which a decision is expected.</param>
    /// <param name="Factors">Every factor.</param>
    /// <param name="Identity">Support for identity: no limit, and no part of the order.</param>
    internal sealed record Entry(
        int Place,
        Guid Household,
        ReadRegister.HouseholdRow? Published,
        ApprovalState Approval,
        Quarter? ApprovalExpected,
        IReadOnlyList<ShownFactor> Factors,
        ShownIdentity Identity);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid child, Coded<SearchKind>? search, int? limit, Caller caller, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (limit is < 1 or > Most)
        {
            throw new InvalidRequestException("page.limit", $"limit must be from 1 to {Most}.", "limit");
        }

        if (await OwnSearches.FindChildAsync(db, caller, child, ct) is null)
        {
            return OwnSearches.NoChild();
        }

        if (OwnSearches.Choose(await OwnSearches.OfAsync(db, child, ct), search?.Value) is not { } chosen)
        {
            return Problems.NotFound("search.not-found", "The child has no such search.");
        }

        var rows = await db.SearchCandidates.AsNoTracking().Where(row => row.Search == chosen.Id).OrderBy(row => row.Place).Take(limit ?? Usual).ToListAsync(ct);
        var households = rows.ConvertAll(row => row.Household);
        var published = await db.PublishedHouseholds.AsNoTracking().Where(row => households.Contains(row.Reference)).ToDictionaryAsync(row => row.Reference, ct);
        var declared = chosen.WeightsVersion is { } version ? await DeclaredWeights.FindAsync(db, version, ct) : null;
        audit.About(households);
        return TypedResults.Ok(new Response(
            chosen.Of.Kind(),
            chosen.State,
            chosen.ListedAt,
            declared,
            [.. rows.Select((row, index) => Shown(row.Candidate, index + 1, published.GetValueOrDefault(row.Household)))]));
    }

    private static Entry Shown(Candidate candidate, int place, PublishedHousehold? published) => new(
        place,
        candidate.Household,
        published is null ? null : ReadRegister.Shown(published),
        candidate.Approval,
        candidate.ApprovalExpected,
        [.. candidate.Factors.Select(ShownFactor.Of)],
        ShownIdentity.Of(candidate.Identity));
}
