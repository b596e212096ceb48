using Microsoft.EntityFrameworkCore;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The tables that carry messages in and out of a service's own database.</summary>
public static class MessagingTables
{
    /// <summary>
    /// Adds <c>outbox</c>, <c>inbox</c>, <c>retry</c> and <c>parked</c> to the model, so that they come with the
    /// service's own migrations. All times are the database's clock, UTC.
    /// </summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(row => row.Id);
            outbox.Property(row => row.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            outbox.Property(row => row.AggregateId).HasColumnName("aggregate_id");
            outbox.Property(row => row.Epoch).HasColumnName("epoch");
            outbox.Property(row => row.Version).HasColumnName("version");
            outbox.Property(row => row.MessageId).HasColumnName("message_id");
            outbox.Property(row => row.Name).HasColumnName("name");
            outbox.Property(row => row.RoutingKey).HasColumnName("routing_key");
            outbox.Property(row => row.Body).HasColumnName("body");
            outbox.Property(row => row.Headers).HasColumnName("headers").HasColumnType("jsonb");
            outbox.Property(row => row.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("clock_timestamp()");
            outbox.Property(row => row.Attempts).HasColumnName("attempts").HasDefaultValue(0);
            outbox.Property(row => row.NextAt).HasColumnName("next_at");
            outbox.Property(row => row.LockedUntil).HasColumnName("locked_until");
            outbox.Property(row => row.ParkedAt).HasColumnName("parked_at");
            outbox.Property(row => row.ParkedReason).HasColumnName("parked_reason");
            outbox.HasIndex(row => new { row.AggregateId, row.Epoch, row.Version }).IsUnique().HasDatabaseName("outbox_aggregate_version");

            // Rows live for milliseconds: without frequent vacuuming every claim walks over the dead ones.
            outbox.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.0);
            outbox.HasStorageParameter("autovacuum_vacuum_threshold", 1000);
            outbox.HasStorageParameter("autovacuum_vacuum_cost_delay", 0);
            outbox.HasStorageParameter("fillfactor", 50);
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(row => new { row.MessageId, row.Consumer });
            inbox.Property(row => row.MessageId).HasColumnName("message_id");
            inbox.Property(row => row.Consumer).HasColumnName("consumer");
            inbox.Property(row => row.ReceivedAt).HasColumnName("received_at").HasDefaultValueSql("clock_timestamp()");
            inbox.HasIndex(row => row.ReceivedAt).HasDatabaseName("inbox_received_at");
        });
        model.Entity<RetryMessage>(retry =>
        {
            retry.ToTable("retry");
            retry.HasKey(row => new { row.MessageId, row.Consumer });
            retry.Property(row => row.MessageId).HasColumnName("message_id");
            retry.Property(row => row.Consumer).HasColumnName("consumer");
            retry.Property(row => row.Name).HasColumnName("name");
            retry.Property(row => row.Body).HasColumnName("body");
            retry.Property(row => row.Headers).HasColumnName("headers").HasColumnType("jsonb");
            retry.Property(row => row.Attempts).HasColumnName("attempts");
            retry.Property(row => row.NextAt).HasColumnName("next_at");
            retry.Property(row => row.Reason).HasColumnName("reason");
            retry.HasIndex(row => row.NextAt).HasDatabaseName("retry_next_at");
        });
        model.Entity<ParkedMessage>(parked =>
        {
            parked.ToTable("parked");
            parked.HasKey(row => new { row.MessageId, row.Consumer });
            parked.Property(row => row.MessageId).HasColumnName("message_id");
            parked.Property(row => row.Consumer).HasColumnName("consumer");
            parked.Property(row => row.Name).HasColumnName("name");
            parked.Property(row => row.Body).HasColumnName("body");
            parked.Property(row => row.Headers).HasColumnName("headers").HasColumnType("jsonb");
            parked.Property(row => row.Attempts).HasColumnName("attempts");
            parked.Property(row => row.ParkedAt).HasColumnName("parked_at").HasDefaultValueSql("clock_timestamp()");
            parked.Property(row => row.Reason).HasColumnName("reason");
            parked.Property(row => row.ReplayAt).HasColumnName("replay_at");
        });
        return model;
    }
}

/// <summary>A message that waits to be sent. Deleted when the broker has confirmed it.</summary>
internal sealed class OutboxMessage
{
    public long Id { get; init; }
    public required Guid AggregateId { get; init; }
    public required int Epoch { get; init; }
    public required long Version { get; init; }
    public required Guid MessageId { get; init; }
    public required string Name { get; init; }
    public required string RoutingKey { get; init; }
    public required byte[] Body { get; init; }
    public required string Headers { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? NextAt { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
    public string? ParkedReason { get; init; }
}

/// <summary>A message that was consumed.</summary>
internal sealed class InboxMessage
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A message whose consumer failed and which is tried again later.</summary>
internal sealed class RetryMessage
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required string Name { get; init; }
    public required byte[] Body { get; init; }
    public required string Headers { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset NextAt { get; init; }
    public required string Reason { get; init; }
}

/// <summary>A message that could not be consumed and waits for a person.</summary>
internal sealed class ParkedMessage
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required string Name { get; init; }
    public required byte[] Body { get; init; }
    public required string Headers { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset ParkedAt { get; init; }
    public required string Reason { get; init; }

    /// <summary>When a person asked to try it again; it goes to the retry table within a second.</summary>
    public DateTimeOffset? ReplayAt { get; init; }
}
