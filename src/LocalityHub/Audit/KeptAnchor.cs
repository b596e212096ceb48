using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Audit;

/// <summary>That the trail of a service which councils share had this hash at this place. Another hash for the same place is kept beside it: one of them is untrue.</summary>
internal sealed class KeptAnchor
{
    public required SharedTrail Trail { get; init; }

    public required long Sequence { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required int Epoch { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Keeps what each shared service has said of its trail: all of it, never replaced.</summary>
internal sealed class KeepAnchorConsumer(LocalityHubDbContext db) : IMessageConsumer<KeepAnchor>
{
    public async Task ConsumeAsync(IReadOnlyList<KeepAnchor> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into kept_anchor (trail, sequence, hash, epoch) values ({(short)message.Trail}, {message.Sequence}, {message.Hash.ToBytes()}, {message.Epoch}) on conflict do nothing",
                cancellationToken);
        }
    }
}

/// <summary>What the shared services have said of their trails to this hub, for the council's Caldicott guardian: who verifies one compares what every hub was told.</summary>
internal static class ReadKeptAnchors
{
    /// <param name="Trail">region, fund or panels.</param>
    /// <param name="Sequence">The entry's place in the trail.</param>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Epoch">Rises when the service is restored from a backup.</param>
    /// <param name="ReceivedAt">When this hub was told (UTC).</param>
    internal sealed record Response(SharedTrail Trail, long Sequence, AuditHash Hash, int Epoch, DateTimeOffset ReceivedAt);

    internal static void MapKeptAnchors(this RouteGroupBuilder council) =>
        council.MapGet("/audit/shared-anchors", HandleAsync)
            .RequireAuthorization(Policies.ReadAudit)
            .Audited<LocalityHubDbContext>("audit.read")
            .WithTags("Audit")
            .WithSummary("What the services that councils share have said of their audit trails to this hub, the oldest first")
            .WithExample(response: new Page<Response>([new(SharedTrail.Region, 1207, default, 1, new DateTimeOffset(2025, 6, 16, 9, 1, 0, TimeSpan.Zero))], null));

    private static async Task<Ok<Page<Response>>> HandleAsync([AsParameters] PageRequest page, LocalityHubDbContext db, CancellationToken ct)
    {
        // One place may have two hashes: the hash is part of the position.
        var after = page.After<Position>() ?? new Position(0, 0, []);
        var rows = await db.KeptAnchors.FromSql(
                $"""
                select * from kept_anchor where (trail, sequence, hash) > ({after.Trail}, {after.Sequence}, {after.Hash ?? []})
                order by trail, sequence, hash limit {page.Take}
                """)
            .AsNoTracking()
            .ToListAsync(ct);
        var found = Page.Of(rows, page, anchor => new Position((short)anchor.Trail, anchor.Sequence, anchor.Hash));
        return TypedResults.Ok(new Page<Response>(
            [.. found.Items.Select(anchor => new Response(anchor.Trail, anchor.Sequence, new AuditHash(anchor.Hash), anchor.Epoch, anchor.ReceivedAt))], found.Next));
    }

    private sealed record Position(short Trail, long Sequence, byte[]? Hash);
}
