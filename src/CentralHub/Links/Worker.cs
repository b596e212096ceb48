using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Links;

/// <summary>A member of staff who has a part in a link: those of the other side see who it is.</summary>
internal sealed class Worker
{
    public required Guid Reference { get; init; }

    /// <summary>The token's <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The token's <c>name</c>; the subject where it has none.</summary>
    public required string Name { get; init; }

    public required short[] Councils { get; init; }
}

/// <summary>Who works on a link.</summary>
internal sealed class LinkTeam(CentralHubDbContext db, Caller caller, TimeProvider clock)
{
    private const int LongestName = 200;

    /// <summary>The caller, as messages and the ledger name people.</summary>
    public PersonReference Self { get; } = PersonReference.Of(caller.Subject);

    /// <summary>Notes who the caller is: by a function of the database, which takes nobody else's row.</summary>
    public async Task IntroduceAsync(CancellationToken ct)
    {
        var name = caller.Name.Length == 0 ? caller.Subject : caller.Name;
        await db.Database.ExecuteSqlAsync(
            $"select note_worker({Self.Value}, {caller.Subject}, {name[..Math.Min(name.Length, LongestName)]}, {caller.Councils.Select(council => (short)council.Number).Order().ToArray()})",
            ct);
    }

    /// <summary>Puts the caller on a side of a link. False for somebody who has handed it over and may only read it.</summary>
    public async Task<bool> JoinAsync(Guid link, LinkSide side, short council, CancellationToken ct)
    {
        await IntroduceAsync(ct);
        var known = await db.LinkWorkers.SingleOrDefaultAsync(worker => worker.Link == link && worker.Worker == Self.Value && worker.Side == side, ct);
        if (known is null)
        {
            db.Add(new LinkWorker { Link = link, Worker = Self.Value, Side = side, Council = council, Since = clock.GetUtcNow() });
            await db.SaveChangesAsync(ct);
        }

        return known is not { Until: not null };
    }
}
