using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Identity;

/// <summary>
/// States by what children can be told in another council's records, at the start and each night: which numbers a child has is no matter of minutes. An adopted
/// child's digests are withdrawn with the order itself (<see cref="RegionalLedger"/>), and those of a child who was adopted before are never stated:
/// the child of before the order and the child of after it must not be joined, by whatever number they should share. Of a restricted record nothing is
/// stated either: another council would learn where the child is known. A held child's statement stays as it is, unless the rows that are held tell of an
/// adoption: then it is withdrawn, as <see cref="ChunkWriter"/> has done with the import, for the order may be what the mended return will say.
/// </summary>
internal sealed class IdentitySweep(NpgsqlDataSource database, Council council, IdentityKey key, OutboxSignal outbox, TimeProvider clock, ILogger<IdentitySweep> logger)
{
    private const int PageSize = 200;

    // P1: adopted before (SSDA903, PREV_PERM).
    private const string Children = """
        select c.id, c.nhs_number, c.upn, c.date_of_birth,
            exists (select from milestone m where m.child_id = c.id and m.kind = $3 and m.date <= $4)
                or exists (select from episode e where e.child_id = c.id and e.rec in ('E11', 'E12'))
                or exists (select from prev_perm p where p.child_id = c.id and p.prev_perm = 'P1')
                or exists (select from child_restriction r where r.child_id = c.id)
        from child c
        where c.id > $1 and (not c.held or exists (select from episode e where e.child_id = c.id and e.rec in ('E11', 'E12'))) and (
            (c.date_of_birth is not null and (c.nhs_number is not null or length(c.upn) = 13))
            or exists (select from sealed.regional_reference r where r.child_id = c.id and r.purpose = $5))
        order by c.id limit $2 for update of c
        """;

    /// <summary>Looks at every child that has a number, or had; returns how many snapshots were published.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (after, published) = (Guid.Empty, 0);
        while (await PageAsync(after, ct) is { } page)
        {
            (after, published) = (page.Last, published + page.Published);
        }

        logger.LogInformation("Identities looked at: {Published} snapshots", published);
        return published;
    }

    private async Task<(Guid Last, int Published)?> PageAsync(Guid after, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var children = await LockAsync(connection, transaction, after, ct);
        if (children.Count == 0)
        {
            return null;
        }

        Guid[] ids = [.. children.Select(child => child.Id)];
        var ledger = new RegionalLedger(council.Code, await RegionalStore.EpochAsync(connection, transaction, ct), clock.GetUtcNow());
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, ids, ct);
        foreach (var child in children)
        {
            ledger.SettleIdentity(child.Id, references[child.Id].SingleOrDefault(each => each.Purpose == ReferencePurpose.Identity), child.ByNhsNumber, child.ByPupilNumber);
        }

        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await transaction.CommitAsync(ct);
        if (ledger.Changed.Count > 0)
        {
            outbox.Wake();
        }

        return (ids[^1], ledger.Changed.Count);
    }

    private async Task<List<Numbered>> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Children, connection, transaction)
        {
            Parameters =
            {
                new() { Value = after }, new() { Value = PageSize }, new() { Value = (short)MilestoneKind.AdoptionOrder }, new() { Value = LondonCalendar.Today(clock) },
                new() { Value = (short)ReferencePurpose.Identity },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var children = new List<Numbered>();
        while (await reader.ReadAsync(ct))
        {
            var born = reader.IsDBNull(3) || reader.GetBoolean(4) ? (DateOnly?)null : reader.GetFieldValue<DateOnly>(3);
            children.Add(new Numbered(
                reader.GetGuid(0),
                born is { } day ? key.OfNhsNumber(reader.IsDBNull(1) ? null : reader.GetString(1), day) : null,
                born is { } date ? key.OfPupilNumber(reader.IsDBNull(2) ? null : reader.GetString(2), date) : null));
        }

        return children;
    }

    private sealed record Numbered(Guid Id, Guid? ByNhsNumber, Guid? ByPupilNumber);
}
