using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Children;

/// <summary>The council's children, a page at a time.</summary>
internal static class ListChildren
{
    public sealed record Entry(Guid Id, string LocalId, ReadChild.Name Name, ChildStage? Stage, bool Held);

    public static async Task<Ok<Page<Entry>>> HandleAsync(
        [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, string? stage = null, bool? held = null)
    {
        var children = db.Children.AsNoTracking();
        if (stage is not null)
        {
            var reached = StageOf(stage);
            children = children.Where(child => child.Stage == reached);
        }

        if (held is { } waits)
        {
            children = children.Where(child => child.Held == waits);
        }

        return TypedResults.Ok(await PageAsync(children, page, audit, ct));
    }

    /// <summary>A stage by the name that it has in answers.</summary>
    private static ChildStage StageOf(string name)
    {
        foreach (var stage in Enum.GetValues<ChildStage>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(stage.ToString()) == name)
            {
                return stage;
            }
        }

        throw new InvalidRequestException(
            "stage.unknown", "stage is should-be-placed, placement-order-made, matched, placed or ended.", "stage");
    }

    public static async Task<Page<Entry>> PageAsync(IQueryable<Child> children, PageRequest page, AuditTrail audit, CancellationToken ct)
    {
        var after = Cursor.Decode<Guid?>(page.Cursor) ?? Guid.Empty;
        var rows = await children.Where(child => child.Id > after).OrderBy(child => child.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, child => child.Id);
        audit.About(found.Items.Select(child => child.Id));
        return new Page<Entry>(
            [.. found.Items.Select(child => new Entry(child.Id, child.LocalId, new ReadChild.Name(child.GivenName, child.FamilyName), child.Stage, child.Held))],
            found.Next);
    }
}
