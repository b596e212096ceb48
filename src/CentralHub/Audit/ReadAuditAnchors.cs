using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.CentralHub.Audit;

/// <summary>What a council's hub said of its trail, for that council's Caldicott guardian, who verifies the trail against it.</summary>
internal static class ReadAuditAnchors
{
    /// <param name="Sequence">The entry's place in the trail.</param>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Epoch">Rises when the hub is restored from a backup.</param>
    /// <param name="ReceivedAt">When the central hub was told (UTC).</param>
    internal sealed record Response(long Sequence, AuditHash Hash, int Epoch, DateTimeOffset ReceivedAt);

    internal static void MapAuditAnchors(this RouteGroupBuilder region) =>
        region.MapGet("/councils/{code}/audit-anchors", HandleAsync)
            .RequireAuthorization(Policies.ReadAudit)
            .RequireOwnCouncil()
            .WithTags("Audit")
            .WithSummary("What the council's hub has said of its audit trail, the oldest first")
            .WithExample(response: new Page<Response>([new(1207, default, 1, new DateTimeOffset(2025, 6, 16, 9, 1, 0, TimeSpan.Zero))], null));

    private static async Task<Ok<Page<Response>>> HandleAsync(CouncilCode code, [AsParameters] PageRequest page, CentralHubDbContext db, CancellationToken ct)
    {
        // One place may have two hashes: the hash is part of the position.
        var after = page.After<Position>() ?? new Position(0, []);
        var council = (short)code.Number;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = await db.AuditAnchors.FromSql(
                $"""
                select * from audit_anchor
                where council = {council} and (sequence, hash) > ({after.Sequence}, {after.Hash ?? []})
                order by sequence, hash
                limit {page.Take}
                """)
            .AsNoTracking()
            .ToListAsync(ct);
        var found = Page.Of(rows, page, anchor => new Position(anchor.Sequence, anchor.Hash));
        return TypedResults.Ok(new Page<Response>(
            [.. found.Items.Select(anchor => new Response(anchor.Sequence, new AuditHash(anchor.Hash), anchor.Epoch, anchor.ReceivedAt))], found.Next));
    }

    private sealed record Position(long Sequence, byte[]? Hash);
}
