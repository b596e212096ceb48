using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// The sealed store within the transaction of a context: what a request, a consumer or a sweep states to the region goes through here,
/// and is published by that context's commit. The caller holds the lock of the child or household concerned.
/// </summary>
internal sealed class RegionalSession
{
    private readonly LocalityHubDbContext _db;

    private RegionalSession(LocalityHubDbContext db, CouncilCode council, int epoch, DateTimeOffset now)
    {
        _db = db;
        Epoch = epoch;
        Ledger = new RegionalLedger(council, epoch, now);
    }

    /// <summary>The hub's epoch, which cannot be raised before the transaction ends.</summary>
    public int Epoch { get; }

    public RegionalLedger Ledger { get; }

    private NpgsqlConnection Connection => (NpgsqlConnection)_db.Database.GetDbConnection();

    private NpgsqlTransaction Transaction => (NpgsqlTransaction)_db.Database.CurrentTransaction!.GetDbTransaction();

    public static async Task<RegionalSession> OpenAsync(LocalityHubDbContext db, CouncilCode council, TimeProvider clock, CancellationToken ct)
    {
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        var epoch = await RegionalStore.EpochAsync((NpgsqlConnection)db.Database.GetDbConnection(), transaction, ct);
        return new RegionalSession(db, council, epoch, clock.GetUtcNow());
    }

    /// <summary>The references that still point to a child.</summary>
    public async Task<IReadOnlyList<RegionalReference>> OfChildAsync(Guid childId, CancellationToken ct) =>
        [.. (await RegionalStore.OfChildrenAsync(Connection, Transaction, [childId], ct))[childId]];

    /// <summary>The references that still point to a household.</summary>
    public async Task<IReadOnlyList<RegionalReference>> OfHouseholdAsync(Guid householdId, CancellationToken ct) =>
        await RegionalStore.OfHouseholdAsync(Connection, Transaction, householdId, ct);

    /// <summary>A household's reference for one purpose; null when none was minted.</summary>
    public async Task<RegionalReference?> OfHouseholdAsync(Guid householdId, ReferencePurpose purpose, CancellationToken ct) =>
        (await OfHouseholdAsync(householdId, ct)).SingleOrDefault(reference => reference.Purpose == purpose);

    /// <summary>A reference by itself, not locked: whom it is of comes before it in every writer's order. Null when this hub does not know it, or knows it for another purpose.</summary>
    public async Task<RegionalReference?> FindAsync(Guid reference, ReferencePurpose purpose, CancellationToken ct) =>
        await RegionalStore.FindAsync(Connection, Transaction, reference, ct) is { } found && found.Purpose == purpose ? found : null;

    /// <summary>A reference whose id the centre chose (a question, a link, a release), known already or new.</summary>
    public async Task<RegionalReference> OfGivenAsync(Guid id, ReferencePurpose purpose, CancellationToken ct) =>
        await RegionalStore.LockAsync(Connection, Transaction, id, ct) switch
        {
            null => new RegionalReference { Reference = id, Purpose = purpose, Content = string.Empty },
            { } known when known.Purpose == purpose => known,
            _ => throw new InvalidOperationException("An id is given for two purposes."),
        };

    /// <summary>Forgets a reference, and with it which version was said last.</summary>
    public Task ForgetAsync(Guid reference, CancellationToken ct) => RegionalStore.ForgetAsync(Connection, Transaction, reference, ct);

    /// <summary>Writes what changed, and the snapshots into the outbox, which the context's commit sends.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        await RegionalStore.WriteAsync(Connection, Transaction, Ledger.Changed, ct);
        foreach (var message in Ledger.TakeMessages())
        {
            _db.Publish(message);
        }

        await _db.SaveChangesAsync(ct);
    }
}
