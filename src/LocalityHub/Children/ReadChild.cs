using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Children;

/// <summary>One child with everything that the hub knows: for the child's own council only.</summary>
internal static class ReadChild
{
    public sealed record Name(string? Given, string? Family);

    public sealed record SourceRow(string Table, int Row, int Year);

    public sealed record Conflict(DateOnly Date, string Source);

    /// <param name="Detail"><c>dateOfBirth</c>, <c>sex</c>, <c>ethnicity</c> or <c>upn</c>: the feed told it, and that holds.</param>
    /// <param name="Value">What the newest return says instead: for a person to look at.</param>
    /// <param name="Source"><c>return</c>.</param>
    /// <param name="Year">Which year's return.</param>
    public sealed record DetailConflict(string Detail, string Value, string Source, int Year);

    /// <param name="Kind">Which step, in kebab-case.</param>
    /// <param name="Date">The day that holds.</param>
    /// <param name="Source"><c>hand</c>, <c>feed</c> or <c>return</c>: the first of them that gives a day holds.</param>
    /// <param name="Reason">RD1 to RD4, of a reversal.</param>
    /// <param name="Row">Where in which year's return the day stands.</param>
    /// <param name="Conflict">What another source says: for a person to look at.</param>
    public sealed record MilestoneEntry(string Kind, DateOnly Date, string Source, string? Reason, SourceRow? Row, Conflict? Conflict);

    public sealed record EpisodeEntry(
        int Year, int Row, bool Held, DateOnly? Decom, string? Rne, string? Ls, string? Cin, string? Place, string? PlaceProvider, DateOnly? Dec, string? Rec);

    public sealed record DecisionEntry(int Year, int Row, bool Held, DateOnly? DatePlaced, DateOnly? DatePlacedCeased, string? ReasonPlacedCeased);

    public sealed record FindingEntry(string Rule, string Table, int Row, IReadOnlyList<string> Columns, Guid ImportId);

    public sealed record HoldEntry(int Year, IReadOnlyList<string> Reasons, Guid ImportId);

    /// <summary>A child; <c>restricted</c> when others of the council do not see the record: handle it with care.</summary>
    public sealed record Response(
        Guid Id,
        string LocalId,
        Name Name,
        DateOnly? DateOfBirth,
        string? Sex,
        string? Ethnicity,
        string? Upn,
        ChildStage? Stage,
        bool Held,
        bool Restricted,
        IReadOnlyList<HoldEntry> Holds,
        IReadOnlyList<MilestoneEntry> Milestones,
        IReadOnlyList<EpisodeEntry> Episodes,
        IReadOnlyList<DecisionEntry> Decisions,
        IReadOnlyList<FindingEntry> Findings,
        string? NhsNumber = null,
        IReadOnlyList<DetailConflict>? DetailConflicts = null);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, HttpContext context, LocalityHubDbContext db, OpenedRecords opened, CancellationToken ct)
    {
        var child = await FindAsync(childId, db, ct);
        if (child is null && await opened.OpenAsync(childId, ct))
        {
            child = await FindAsync(childId, db, ct);
        }

        if (child is null)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(child, db, ct));
    }

    /// <summary>The same for a child who is hidden from the caller as for one who does not exist.</summary>
    public static ProblemHttpResult NotFound() => Problems.NotFound("child.not-found", "This council has no such child.");

    public static async Task<Response> DescribeAsync(Child child, LocalityHubDbContext db, CancellationToken ct)
    {
        var years = await db.ChildYears.AsNoTracking().Where(year => year.ChildId == child.Id).OrderBy(year => year.Year).ToListAsync(ct);
        var milestones = await db.Milestones.AsNoTracking().Where(m => m.ChildId == child.Id).OrderBy(m => m.Ordinal).ToListAsync(ct);
        var episodes = await db.Episodes.AsNoTracking().Where(e => e.ChildId == child.Id)
            .OrderBy(e => e.Decom).ThenBy(e => e.Year).ThenBy(e => e.SourceRow).ToListAsync(ct);
        var decisions = await db.PlacedAdoption.AsNoTracking().Where(d => d.ChildId == child.Id)
            .OrderBy(d => d.DatePlaced).ThenBy(d => d.Year).ThenBy(d => d.SourceRow).ToListAsync(ct);

        // The findings of what the hub has now: of each year's held return, or else of the accepted one.
        var imports = years.Select(year => year.HeldImportId ?? year.ImportId).OfType<Guid>().ToArray();
        var findings = await db.ImportFindings.AsNoTracking().Where(f => f.ChildId == child.Id && imports.Contains(f.ImportId)).OrderBy(f => f.Id).ToListAsync(ct);

        return new Response(
            child.Id,
            child.LocalId,
            new Name(child.GivenName, child.FamilyName),
            child.DateOfBirth,
            child.Sex,
            child.Ethnicity,
            child.Upn,
            child.Stage,
            child.Held,
            await db.ChildRestrictions.AnyAsync(restriction => restriction.ChildId == child.Id, ct),
            [.. years.Where(year => year.HeldImportId is not null).Select(year => new HoldEntry(year.Year, year.HoldReasons, year.HeldImportId!.Value))],
            [.. milestones.Select(Describe)],
            [.. episodes.Select(e => new EpisodeEntry(e.Year, e.SourceRow, e.Held, e.Decom, e.Rne, e.Ls, e.Cin, e.Place, e.PlaceProvider, e.Dec, e.Rec))],
            [.. decisions.Select(d => new DecisionEntry(d.Year, d.SourceRow, d.Held, d.DatePlaced, d.DatePlacedCeased, d.ReasonPlacedCeased))],
            [.. findings.Select(f => new FindingEntry(f.Rule, ((Table)f.Table).ToString(), f.Row, f.Columns, f.ImportId))],
            child.NhsNumber,
            await ReturnedDetails.ConflictsAsync(child, db, ct));
    }

    private static Task<Child?> FindAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) =>
        db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct);

    private static MilestoneEntry Describe(StoredMilestone milestone) => new(
        milestone.Kind.Name(),
        milestone.Date,
        milestone.Source.Name(),
        milestone.Reason,
        milestone.SourceTable is { } table ? new SourceRow(table, milestone.SourceRow!.Value, milestone.SourceYear!.Value) : null,
        milestone is { OverruledDate: { } date, OverruledSource: { } source } ? new Conflict(date, source.Name()) : null);
}
