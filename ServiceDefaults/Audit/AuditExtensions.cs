using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>The audit trail of a service: who read or changed what, and who was refused.</summary>
public static class AuditExtensions
{
    /// <summary>Adds the trail, in the database of <typeparamref name="TContext"/>, and what seals it.</summary>
    /// <typeparam name="TContext">The service's context, whose model has <see cref="AuditTables.AddAuditTable"/>.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="shared">Of a service that councils share: whose trail it is, which every hub of <c>Region:Councils</c> keeps anchors of. Null in a hub, which anchors its own.</param>
    public static IHostApplicationBuilder AddAudit<TContext>(this IHostApplicationBuilder builder, SharedTrail? shared = null)
        where TContext : DbContext
    {
        if (shared is { } trail)
        {
            CouncilCode[] councils = [.. builder.Configuration.GetSection("Region:Councils").GetChildren().Select(council => CouncilCode.Parse(council["Code"]!, CultureInfo.InvariantCulture))];
            builder.Services.AddSingleton<IAuditAnchor>(services => new SharedAnchors<TContext>(services.GetRequiredService<SystemScopes>(), trail, councils));
        }

        var options = new AuditOptions
        {
            Council = short.Parse(builder.Configuration["Council:Code"] ?? "0", CultureInfo.InvariantCulture),
            AnchorInterval = builder.Configuration.GetValue("Audit:AnchorInterval", TimeSpan.FromMinutes(1)),
        };
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<AuditSignal>();
        builder.Services.AddScoped(services => new AuditTrail(
            services.GetRequiredService<Caller>(), services.GetRequiredService<TContext>(), options, services.GetRequiredService<AuditSignal>()));
        builder.Services.AddScoped(services => new AuditReader(services.GetRequiredService<TContext>(), options));
        builder.Services.AddHostedService<AuditSealer<TContext>>();
        return builder;
    }

    /// <summary>
    /// Writes an entry after the handler and before the answer: an answer that could not be entered is not given. A write is
    /// entered in its own transaction, which is begun here unless there is one. Of a write that finds nothing, by its address or by an id in
    /// its body, the attempt is entered, for it may be another council's or a restricted record that was tried: who asked for what, and never an id of the body, by
    /// which the entry would be its owner's to read.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="operation">What it does, as a code such as <c>child.read</c>.</param>
    /// <param name="writes">Whether it changes something through the context.</param>
    public static RouteHandlerBuilder Audited<TContext>(this RouteHandlerBuilder endpoint, string operation, bool writes = false)
        where TContext : DbContext => endpoint
        .WithMetadata(new AuditedOperation(operation, writes))
        .AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var db = context.RequestServices.GetRequiredService<TContext>();
            await using var own = writes && db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(context.RequestAborted) : null;
            object? result;
            try
            {
                result = await next(invocation);
            }
            catch (Exception refusal) when (refusal is IMayNameNothingThere { NamesNothingThere: true })
            {
                await EnterMissAsync(context, db, operation);
                throw;
            }

            var status = ResultStatus.Of(result);
            var found = status < StatusCodes.Status400BadRequest;
            if (!found && status != StatusCodes.Status404NotFound)
            {
                // Nothing was changed and nothing told.
                return result;
            }

            if (!found && writes)
            {
                await EnterMissAsync(context, db, operation);
                return result;
            }

            await context.RequestServices.GetRequiredService<AuditTrail>().WriteAsync(
                operation, AddressedIn(context), found ? AuditOutcome.Done : AuditOutcome.NotFound, context.RequestAborted);
            if (own is not null)
            {
                await own.CommitAsync(context.RequestAborted);
            }

            return result;
        });

    /// <summary>
    /// Enters by itself: the request's own transaction ends without effect. It ends here and now, so that its connection goes back: were each of many misses
    /// to hold one and wait for another, the pool would have none left.
    /// </summary>
    private static async Task EnterMissAsync(HttpContext context, DbContext db, string operation)
    {
        if (db.Database.CurrentTransaction is { } transaction)
        {
            await transaction.RollbackAsync(context.RequestAborted);
        }

        await using var apart = context.RequestServices.CreateAsyncScope();
        var trail = apart.ServiceProvider.GetRequiredService<AuditTrail>();
        trail.Because(context.RequestServices.GetRequiredService<AuditTrail>().Reason);
        await trail.WriteAsync(operation, AddressedIn(context), AuditOutcome.NotFound, context.RequestAborted);
    }

    internal static Addressed AddressedIn(HttpContext context) => new(
        context.Request.RouteValues.Values.OfType<string>().Select(value => Guid.TryParse(value, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty),
        context.GetEndpoint()?.Metadata.GetMetadata<OwnCouncilRequired>() is not null && CouncilCode.TryParse(context.GetRouteValue("code") as string, null, out var council)
            ? council
            : null);
}

/// <summary>Names the operation under which an endpoint's requests are entered.</summary>
/// <param name="Code">Such as <c>child.read</c>.</param>
/// <param name="Writes">Whether the entry is made in the transaction of what was changed.</param>
public sealed record AuditedOperation(string Code, bool Writes);

/// <summary>What came of a request, as codes.</summary>
public static class AuditOutcome
{
    /// <summary>It was answered or done.</summary>
    public const string Done = "done";

    /// <summary>It had been done before, under the same <c>Idempotency-Key</c>: the first answer was given again.</summary>
    public const string Repeated = "repeated";

    /// <summary>There was no such thing.</summary>
    public const string NotFound = "not-found";

    /// <summary>None of the caller's roles may do it.</summary>
    public const string RefusedRole = "refused-role";

    /// <summary>The caller does not work for the council.</summary>
    public const string RefusedCouncil = "refused-council";
}
