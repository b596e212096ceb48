using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>
/// The audit of one request: handlers say what they are about, the endpoint writes one entry before it answers
/// (<see cref="AuditExtensions.Audited"/>). Ask for it as a parameter of a handler.
/// </summary>
public sealed class AuditTrail
{
    private const string Insert = """
        insert into audit_entry (council, subject, client, roles, operation, ids, outcome, reason, trace_id, councils)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const int LongestText = 200;

    private readonly Caller _caller;
    private readonly DbContext _db;
    private readonly AuditOptions _options;
    private readonly AuditSignal _signal;
    private readonly List<Guid> _ids = [];

    internal AuditTrail(Caller caller, DbContext db, AuditOptions options, AuditSignal signal)
    {
        _caller = caller;
        _db = db;
        _options = options;
        _signal = signal;
    }

    /// <summary>Adds opaque ids of what the answer tells of; the ids in the address are there already.</summary>
    public void About(IEnumerable<Guid> ids) => _ids.AddRange(ids);

    /// <summary>The reason that the caller gave; null where none is asked for.</summary>
    internal string? Reason { get; private set; }

    /// <summary>Keeps the reason that the caller gave: a code, or a line that was checked for its length.</summary>
    public void Because(string? reason) => Reason = reason;

    /// <summary>Writes the entry in the context's transaction, or by itself when there is none.</summary>
    /// <param name="operation">What was asked for.</param>
    /// <param name="addressed">The ids, and the council, in its address.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="ct">Stops it.</param>
    internal async Task WriteAsync(string operation, Addressed addressed, string outcome, CancellationToken ct)
    {
        await _db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(
                Insert, (NpgsqlConnection)_db.Database.GetDbConnection(), _db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction)
            {
                Parameters =
                {
                    new() { Value = _options.Council },
                    new() { Value = Bounded(_caller.Subject) },
                    new() { Value = Bounded(_caller.ClientId) },
                    new() { Value = _caller.Roles.Order(StringComparer.Ordinal).ToArray() },
                    new() { Value = operation },
                    new() { Value = addressed.Ids.Concat(_ids).Distinct().ToArray() },
                    new() { Value = outcome },
                    new() { Value = (object?)Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                    new() { Value = (object?)Activity.Current?.TraceId.ToHexString() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                    new() { Value = (object?)Concerned(addressed, outcome) ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Smallint },
                },
            };
            await command.ExecuteNonQueryAsync(ct);
        }
        finally
        {
            await _db.Database.CloseConnectionAsync();
        }

        _signal.Wake();
    }

    /// <summary>
    /// The councils that the request itself names. Whose the ids are the database adds: see <see cref="Persistence.RowLevelSecurity.Subjects"/>.
    /// A council's own trail names none, for all of it is that council's.
    /// </summary>
    private short[]? Concerned(Addressed addressed, string outcome)
    {
        if (_options.Council != 0)
        {
            return null;
        }

        if (addressed.Council is { } council)
        {
            return [(short)council.Number];
        }

        // What was refused, or given again unread, would be rows of the caller's own councils.
        return outcome is AuditOutcome.RefusedRole or AuditOutcome.Repeated ? [.. _caller.Councils.Select(own => (short)own.Number).Order()] : [];
    }

    // From the authority, and so believed; but a trail does not take pages of text from anybody.
    private static string Bounded(string text) => text.Length <= LongestText ? text : text[..LongestText];
}

/// <summary>What a request's address names.</summary>
/// <param name="Ids">Opaque ids.</param>
/// <param name="Council">The council below whose address it is; null for an address that is no council's.</param>
internal sealed record Addressed(IEnumerable<Guid> Ids, CouncilCode? Council);

/// <summary>Whose trail a service writes, and how often it is anchored elsewhere.</summary>
public sealed class AuditOptions
{
    /// <summary>The council's number; 0 for the region.</summary>
    public short Council { get; internal init; }

    /// <summary>How long a sealed end of the trail may stay unknown elsewhere (<c>Audit:AnchorInterval</c>).</summary>
    public TimeSpan AnchorInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Tells the sealer that entries wait.</summary>
internal sealed class AuditSignal : WakeUp;
