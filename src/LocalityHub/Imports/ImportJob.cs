using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Takes an upload in: groups its rows by child, checks each child, and writes chunks of children, each chunk in one transaction
/// that also moves the job's position on. Checking the next chunk overlaps with writing the last, and so does writing it where both bring
/// children whom nobody knows yet; chunks are committed in their order, for the position says that all before it are.
/// </summary>
internal sealed class ImportJob(
    NpgsqlDataSource database,
    ImportQueue queue,
    ImportOptions options,
    HubLists hubLists,
    Council council,
    AreaKey areas,
    OutboxSignal outbox,
    WebhookDeliveries webhooks,
    WebhookSignal calls,
    TimeProvider clock)
{
    /// <summary>Chunks of new children that are under way together: each spends most of its time waiting for the database's answers.</summary>
    private const int AtOnce = 3;

    public async Task RunAsync(ClaimedImport import, CancellationToken ct)
    {
        try
        {
            await TakeInAsync(import, await UploadGroups.OpenAsync(database, import.Id, options.GroupBytes, ct), ct);
        }
        catch (UnreadableReturnException exception)
        {
            await queue.FailAsync(import.Id, $"import.{exception.Code}", exception.Message, webhooks, ct);
            calls.Wake();
        }
    }

    private async Task TakeInAsync(ClaimedImport import, UploadGroups groups, CancellationToken ct)
    {
        var writer = new ChunkWriter(import, queue.Owner, council, areas, webhooks, clock);
        await writer.AnnounceAsync(database, groups, ct);

        var chunks = Channel.CreateBounded<PreparedChild[]>(1);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var preparing = PrepareAsync(import, groups, chunks.Writer, failed.Token);
        try
        {
            await WriteAsync(import, writer, chunks.Reader, ct);
        }
        finally
        {
            await failed.CancelAsync();
            await ((Task)preparing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writer.FinishAsync(database, groups, await preparing, ct);
        calls.Wake();
    }

    /// <summary>Prepares the chunks to be written; answers the rules that were not checked for want of a list.</summary>
    private async Task<string[]> PrepareAsync(ClaimedImport import, UploadGroups groups, ChannelWriter<PreparedChild[]> chunks, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            var lists = hubLists.Open();
            using var postcodes = lists.Postcodes;
            var preparer = await ChunkPreparer.CreateAsync(connection, import, groups, lists, ct);
            var position = 0;
            for (var group = 0; group < groups.Count; group++)
            {
                var children = await groups.TakeAsync(group, ct);
                foreach (var chunk in children.Chunk(options.ChunkSize))
                {
                    // Chunks before the position were committed by a run that was killed.
                    position += chunk.Length;
                    if (position > import.Done)
                    {
                        await chunks.WriteAsync(await preparer.PrepareAsync(chunk[^Math.Min(chunk.Length, position - import.Done)..], ct), ct);
                    }
                }
            }

            chunks.Complete();
            return preparer.NotChecked;
        }
        catch (Exception exception)
        {
            chunks.Complete(exception);
            throw;
        }
    }

    /// <summary>Each chunk begins, and is committed, after the one before; between the two several are under way.</summary>
    private async Task WriteAsync(ClaimedImport import, ChunkWriter writer, ChannelReader<PreparedChild[]> chunks, CancellationToken ct)
    {
        var (underWay, last) = (new Queue<ChunkTurn>(), ChunkTurn.None);
        try
        {
            await foreach (var chunk in chunks.ReadAllAsync(ct))
            {
                // Known children are locked, with others who are told of them: two transactions of one job that wait for each other would be no help.
                var isNew = !import.IsDry && Array.TrueForAll(chunk, child => child.IsNew);
                while (underWay.Count == AtOnce || (underWay.Count > 0 && !(isNew && last.IsNew)))
                {
                    await underWay.Dequeue().Written;
                }

                await last.Begun;
                last = new ChunkTurn(last, isNew);
                underWay.Enqueue(last);
                last.Written = WriteAsync(import, writer, chunk, last, ct);
            }

            await last.Written;
        }
        finally
        {
            // Whichever failed, nothing is being written any more when this returns.
            foreach (var turn in underWay)
            {
                await turn.Written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WriteAsync(ClaimedImport import, ChunkWriter writer, PreparedChild[] chunk, ChunkTurn turn, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await writer.WriteAsync(connection, transaction, chunk, turn, ct);
        }
        catch (PostgresException exception) when (!exception.IsTransient && exception.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            // A value that the database cannot hold. One by one, so that only the child that has it is given back, and in the turn that it has: given up
            // in between, the next chunk would wait for this one where the database does not see it.
            await ChunkTurn.ReturnAsync(transaction, ct);
            await turn.WaitAsync(connection, transaction, ct);
            await writer.WriteSinglyAsync(connection, transaction, chunk, ct);
        }

        if (turn.Number > options.DieAfterChunks)
        {
            Process.GetCurrentProcess().Kill();
        }

        await transaction.CommitAsync(ct);
        import.Written += chunk.Length;
        outbox.Wake();
    }
}
