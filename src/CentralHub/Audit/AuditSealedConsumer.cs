using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Audit;

/// <summary>Keeps what each hub said of its audit trail: all of it, not the newest alone, and never replaced.</summary>
internal sealed class AuditSealedConsumer(CentralHubDbContext db) : IMessageConsumer<AuditSealed>
{
    public async Task ConsumeAsync(IReadOnlyList<AuditSealed> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into audit_anchor (council, sequence, hash, epoch)
                values ({(short)message.Council.Number}, {message.Version}, {message.Hash.ToBytes()}, {message.Epoch})
                on conflict do nothing
                """,
                cancellationToken);
        }
    }
}

/// <summary>That a council's trail had this hash at this place. Another hash for the same place is kept beside it: one of them is untrue.</summary>
internal sealed class AuditAnchorRow
{
    public required short Council { get; init; }

    public required long Sequence { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required int Epoch { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}
