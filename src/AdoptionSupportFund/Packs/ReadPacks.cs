using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>The rule packs of all years, drafts included.</summary>
internal static class ReadPacks
{
    /// <param name="Id">The pack.</param>
    /// <param name="Year">The financial year, by the calendar year in which it ends.</param>
    /// <param name="Name">The year as people write it.</param>
    /// <param name="Revision">Counts the packs of the year.</param>
    /// <param name="State">draft or adopted.</param>
    /// <param name="AdoptedFrom">The first day on which applications are held against it.</param>
    /// <param name="AdoptedBy">Who adopted it; null for one that came with the product.</param>
    public sealed record Entry(Guid Id, int Year, string Name, int Revision, PackState State, DateOnly? AdoptedFrom, string? AdoptedBy);

    /// <summary>A pack with its rules, each with the days on which it is in force, its source and how sure we are of it.</summary>
    public sealed record Response(Entry Pack, IReadOnlyList<FundRule> Rules);

    /// <summary>By year and revision.</summary>
    public static async Task<Ok<Page<Entry>>> ListAsync([AsParameters] PageRequest page, FundDbContext db, CancellationToken ct)
    {
        var after = page.After<Position>() ?? new Position(0, 0);
        var packs = await db.Packs.AsNoTracking()
            .Where(pack => pack.Year > after.Year || (pack.Year == after.Year && pack.Revision > after.Revision))
            .OrderBy(pack => pack.Year).ThenBy(pack => pack.Revision)
            .Take(page.Take)
            .ToListAsync(ct);
        var found = Page.Of(packs, page, pack => new Position(pack.Year, pack.Revision));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid packId, FundDbContext db, CancellationToken ct) =>
        await db.Packs.AsNoTracking().SingleOrDefaultAsync(pack => pack.Id == packId, ct) is { } pack
            ? TypedResults.Ok(new Response(Describe(pack), pack.Read().Rules))
            : NotFound();

    public static ProblemHttpResult NotFound() => Problems.NotFound("rule-pack.not-found", "There is no such rule pack.");

    public static Entry Describe(PackRow pack) => new(
        pack.Id,
        pack.Year,
        RulePack.NameOf(new(pack.Year)),
        pack.Revision,
        pack.AdoptedFrom is null ? PackState.Draft : PackState.Adopted,
        pack.AdoptedFrom,
        pack.AdoptedBy);

    private sealed record Position(short Year, short Revision);
}

/// <summary>Whether applications are held against a pack.</summary>
internal enum PackState
{
    Draft,
    Adopted,
}
