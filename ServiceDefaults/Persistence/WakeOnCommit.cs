using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Wakes a worker once rows that it lives on are committed: after SaveChanges when that was its own transaction, after the
/// commit when there was one around it. Woken earlier, the worker would find nothing and sleep again. Register it as an
/// <see cref="IInterceptor"/>.
/// </summary>
/// <typeparam name="TRow">The rows; only those that are added through a context are noticed.</typeparam>
/// <param name="signal">The worker's.</param>
public sealed class WakeOnCommit<TRow>(WakeUp signal) : DbTransactionInterceptor, ISaveChangesInterceptor
    where TRow : class
{
    private readonly ConditionalWeakTable<DbContext, object> _unsignalled = [];

    /// <inheritdoc />
    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        SignalUnlessInTransaction(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        SignalUnlessInTransaction(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Signal(eventData.Context);

    /// <inheritdoc />
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Signal(eventData.Context);
        return Task.CompletedTask;
    }

    private void Note(DbContext? context)
    {
        if (context is not null && context.ChangeTracker.Entries<TRow>().Any(entry => entry.State == EntityState.Added))
        {
            _unsignalled.TryAdd(context, this);
        }
    }

    private void SignalUnlessInTransaction(DbContext? context)
    {
        if (context?.Database.CurrentTransaction is null)
        {
            Signal(context);
        }
    }

    private void Signal(DbContext? context)
    {
        if (context is not null && _unsignalled.Remove(context))
        {
            signal.Wake();
        }
    }
}
