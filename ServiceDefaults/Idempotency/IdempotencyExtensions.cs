using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>Requests that may be repeated without being done twice.</summary>
public static class IdempotencyExtensions
{
    /// <summary>
    /// Makes the endpoint accept <c>Idempotency-Key</c>: for 24 hours the same client's same key at the same route gets the
    /// first answer, one that comes while the first is worked on waits for it, and one with another body, path or query is 422.
    /// The handler runs inside a transaction of <typeparamref name="TContext"/> together with the key, so its effects happen
    /// exactly once even when the process dies; it must change state through that (scoped) context or its current
    /// transaction and must not begin one of its own. An answer of 400 and above undoes everything and is not kept:
    /// its repeat is tried anew. Without the header the handler runs as it is.
    /// </summary>
    /// <typeparam name="TContext">The service's context, whose model has <see cref="AddIdempotencyTable"/>.</typeparam>
    public static RouteHandlerBuilder WithIdempotency<TContext>(this RouteHandlerBuilder endpoint)
        where TContext : DbContext
    {
        endpoint.Add(builder =>
        {
            builder.Metadata.Add(AcceptsIdempotencyKey.Instance);
            var handler = builder.RequestDelegate!;
            var route = ((RouteEndpointBuilder)builder).RoutePattern.RawText ?? string.Empty;
            builder.RequestDelegate = context => IdempotentRequest.InvokeAsync<TContext>(context, route, handler);
        });
        return endpoint;
    }

    /// <summary>Adds the table <c>idempotency_key</c> to a service's model, so that its migrations create it.</summary>
    public static ModelBuilder AddIdempotencyTable(this ModelBuilder model)
    {
        model.Entity<IdempotencyKey>(key =>
        {
            key.ToTable("idempotency_key");
            key.HasKey(k => new { k.Client, k.Route, k.Key });
            key.Property(k => k.Client).HasColumnName("client").HasMaxLength(200);
            key.Property(k => k.Route).HasColumnName("route").HasMaxLength(300);
            key.Property(k => k.Key).HasColumnName("key").HasMaxLength(IdempotencyKey.MaximumLength);
            key.Property(k => k.Fingerprint).HasColumnName("fingerprint");
            key.Property(k => k.Status).HasColumnName("status");
            key.Property(k => k.Headers).HasColumnName("headers").HasColumnType("jsonb");
            key.Property(k => k.Body).HasColumnName("body");
            key.Property(k => k.CreatedAt).HasColumnName("created_at");
            key.HasIndex(k => k.CreatedAt).HasDatabaseName("ix_idempotency_key_created_at");
        });
        return model;
    }
}

/// <summary>Marks an endpoint that accepts <c>Idempotency-Key</c>.</summary>
public sealed class AcceptsIdempotencyKey
{
    internal static AcceptsIdempotencyKey Instance { get; } = new();

    private AcceptsIdempotencyKey()
    {
    }
}
