using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.Contracts.CentralHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Regional;

/// <summary>The central hub asks for the newest snapshot of every reference again.</summary>
internal sealed class RepublishRegionalStateConsumer(
    LocalityHubDbContext db, Council council, TimeProvider clock, ILogger<RepublishRegionalStateConsumer> logger) : IMessageConsumer<RepublishRegionalState>
{
    public async Task ConsumeAsync(IReadOnlyList<RepublishRegionalState> messages, CancellationToken cancellationToken)
    {
        // However many asked, once says it all.
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        var count = await RegionalRepublication.RunAsync(connection, transaction, council.Code, clock, afterRestore: false, cancellationToken);
        logger.LogInformation("Republished {References} references on request {RequestId}", count, messages[^1].RequestId);
    }
}
