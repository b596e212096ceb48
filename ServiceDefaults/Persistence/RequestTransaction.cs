using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>One transaction for each request of a shared service: row-level security shows nothing outside of one.</summary>
public static class RequestTransaction
{
    /// <summary>
    /// Runs every endpoint of the group in a transaction of <typeparamref name="TContext"/>, unless an <c>Idempotency-Key</c> has begun
    /// one. It is committed when the answer is a success and, so that an entry of the audit trail stays, after every read.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    public static RouteGroupBuilder InTransaction<TContext>(this RouteGroupBuilder group)
        where TContext : DbContext => group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var db = context.RequestServices.GetRequiredService<TContext>();
            if (db.Database.CurrentTransaction is not null)
            {
                return await next(invocation);
            }

            await using var transaction = await db.Database.BeginTransactionAsync(context.RequestAborted);
            var result = await next(invocation);
            if (HttpMethods.IsGet(context.Request.Method) || ResultStatus.Of(result) < StatusCodes.Status400BadRequest)
            {
                await transaction.CommitAsync(context.RequestAborted);
            }

            return result;
        });
}
