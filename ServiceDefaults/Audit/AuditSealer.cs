using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>Tells somebody elsewhere how far this service's trail is sealed, so that its end cannot be cut off unseen.</summary>
public interface IAuditAnchor
{
    /// <summary>Publishes the newest sealed entry.</summary>
    Task AnchorAsync(AuditAnchor newest, CancellationToken ct);
}

/// <summary>
/// Chains new entries soon after their commit: mostly within a second, half a minute at the latest while the database answers (an
/// entry whose commit took longer than two looks waits for the third). Requests only insert, and never wait for one another: the order
/// is made here, by one sealer at a time, in the database itself.
/// </summary>
internal sealed class AuditSealer<TContext>(
    IServiceProvider services, AuditSignal signal, AuditOptions options, TimeProvider clock, ILogger<AuditSealer<TContext>> logger) : BackgroundService
    where TContext : DbContext
{
    private const int AtOnce = 500;

    // What comes within a moment of the first is sealed with it.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    // The entry's transaction may end after its call; another look at these distances finds it.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _database = services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TContext));

    // In a database that councils share a request's role sees no entry without a caller.
    private readonly NpgsqlDataSource _system = services.GetRequiredKeyedService<NpgsqlDataSource>(new SystemPool(typeof(TContext)));
    private int? _epoch;
    private long _anchored;
    private long? _anchoredAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var called = await signal.WaitAsync(wait, stoppingToken);
                if (called)
                {
                    await Task.Delay(Gather, stoppingToken);
                }

                wait = called ? SecondLook : Look;
                try
                {
                    while (await SealAsync(stoppingToken) == AtOnce)
                    {
                    }

                    if (await AnchorAsync(stoppingToken) is { } again && again < wait)
                    {
                        wait = again;
                    }
                }
                catch (Exception exception) when (DatabaseFaults.MayBe(exception))
                {
                    logger.LogWarning("The audit trail is sealed later ({Reason}).", FailureReason.Of(exception));
                    wait = SecondLook;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is unsealed is sealed at the next start.
        }
    }

    private async Task<long> SealAsync(CancellationToken ct)
    {
        await using var command = _database.CreateCommand("select audit_seal($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = AtOnce });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Anchors the newest sealed entry when it is due; returns when to try again, if there is anything to anchor.</summary>
    private async Task<TimeSpan?> AnchorAsync(CancellationToken ct)
    {
        if (services.GetService<IAuditAnchor>() is not { } anchor || await NewestAsync(ct) is not { } newest || newest.Sequence <= _anchored)
        {
            return null;
        }

        if (_anchoredAt is { } last && clock.GetElapsedTime(last) is var since && since < options.AnchorInterval)
        {
            return options.AnchorInterval - since;
        }

        try
        {
            await anchor.AnchorAsync(newest, ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Said before, by this process's predecessor or another: it waits in the outbox.
        }

        _anchored = newest.Sequence;
        _anchoredAt = clock.GetTimestamp();
        return null;
    }

    private async Task<AuditAnchor?> NewestAsync(CancellationToken ct)
    {
        var epoch = options.Council == 0 ? await EpochAsync(ct) : 1;
        await using var command = _system.CreateCommand(
            "select sequence, hash from audit_entry where council = $1 and sequence is not null order by sequence desc limit 1");
        command.Parameters.Add(new NpgsqlParameter { Value = options.Council });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new AuditAnchor(reader.GetInt64(0), new AuditHash(reader.GetFieldValue<byte[]>(1)), epoch) : null;
    }

    /// <summary>Of a shared service, by its trail's own entries; a hub keeps an epoch of its own. Once for each process: nothing is restored under one.</summary>
    private async Task<int> EpochAsync(CancellationToken ct)
    {
        if (_epoch is null)
        {
            await using var command = _system.CreateCommand("select 1 + count(*)::integer from audit_entry where council = $1 and operation = $2");
            command.Parameters.Add(new NpgsqlParameter { Value = options.Council });
            command.Parameters.Add(new NpgsqlParameter { Value = AuditRecord.Restored });
            _epoch = (int)(await command.ExecuteScalarAsync(ct))!;
        }

        return _epoch.Value;
    }
}
