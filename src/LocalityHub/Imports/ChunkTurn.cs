using Npgsql;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// The place of a chunk in its job's order. Whatever a transaction waits for, it waits for in the database, which sees when two wait for each other: were
/// a chunk's turn waited for here alone, somebody who enters two children that are in two chunks could wait for the later one, and the earlier for
/// them, for ever.
/// </summary>
internal sealed class ChunkTurn
{
    private const string Taken = "taken";

    private readonly long _key = Random.Shared.NextInt64();
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChunkTurn(ChunkTurn before, bool isNew)
    {
        (Before, IsNew, Number) = (before, isNew, before.Number + 1);
    }

    private ChunkTurn() => Before = this;

    /// <summary>Before the first.</summary>
    public static ChunkTurn None { get; } = new() { Written = Task.CompletedTask };

    public ChunkTurn Before { get; private set; }

    /// <summary>Whether all of its children are such as nobody knows yet.</summary>
    public bool IsNew { get; }

    /// <summary>Which of the job's chunks it is in this run, from one.</summary>
    public int Number { get; }

    /// <summary>Its commit, or why there was none.</summary>
    public Task Written { get; set; } = null!;

    /// <summary>Ends when its transaction has begun, or failed: only then may the one after begin, lest it wait for what is not there yet.</summary>
    public Task Begun => Task.WhenAny(_taken.Task, Written);

    /// <summary>Begins a chunk's transaction, before it locks anything: who comes after waits for its end.</summary>
    public async Task TakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await LockAsync(_key, connection, transaction, ct);
        await transaction.SaveAsync(Taken, ct);
        _taken.SetResult();
    }

    /// <summary>Takes back all that its transaction has done since it took its turn, which it keeps.</summary>
    public static Task ReturnAsync(NpgsqlTransaction transaction, CancellationToken ct) => transaction.RollbackAsync(Taken, ct);

    /// <summary>Waits until the chunk before is committed.</summary>
    /// <exception cref="Exception">It was not, and this one must not be either.</exception>
    public async Task WaitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (!Before.Written.IsCompletedSuccessfully)
        {
            await LockAsync(Before._key, connection, transaction, ct);
            await Before.Written;
        }

        // A job has thousands: none holds on to all before it.
        Before = None;
    }

    private static async Task LockAsync(long key, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = key } } };
        await command.ExecuteNonQueryAsync(ct);
    }
}
