using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.MessagingHost;

/// <summary>Counts in, counts out: a row for each message written, and one for each time that a message took effect.</summary>
public sealed class TallyDbContext(DbContextOptions<TallyDbContext> options) : DbContext(options)
{
    public DbSet<Written> Written => Set<Written>();

    public DbSet<Applied> Applied => Set<Applied>();

    public DbSet<Newest> Newest => Set<Newest>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Written>().ToTable("written");
        modelBuilder.Entity<Applied>().ToTable("applied");
        modelBuilder.Entity<Newest>().ToTable("newest").HasKey(row => row.Reference);
        modelBuilder.AddMessagingTables();
    }
}

/// <summary>A message that was published.</summary>
public sealed class Written
{
    public long Id { get; init; }

    public required Guid Reference { get; init; }

    public required long Version { get; init; }
}

/// <summary>An effect of a message; twice the same is what must never happen.</summary>
public sealed class Applied
{
    public long Id { get; init; }

    public required Guid Reference { get; init; }

    public required long Version { get; init; }
}

/// <summary>The newest version that a guarding consumer keeps.</summary>
public sealed class Newest
{
    public required Guid Reference { get; init; }

    public int Epoch { get; set; }

    public long Version { get; set; }
}

/// <summary>Appends a row per message, and keeps the newest by (epoch, version).</summary>
public sealed class TallyConsumer(TallyDbContext db) : IMessageConsumer<ChildStageChanged>
{
    public async Task ConsumeAsync(IReadOnlyList<ChildStageChanged> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            db.Applied.Add(new Applied { Reference = message.Reference, Version = message.Version });
            if (await db.Newest.FindAsync([message.Reference], cancellationToken) is not { } newest)
            {
                db.Newest.Add(new Newest { Reference = message.Reference, Epoch = message.Epoch, Version = message.Version });
            }
            else if ((message.Epoch, message.Version).CompareTo((newest.Epoch, newest.Version)) > 0)
            {
                (newest.Epoch, newest.Version) = (message.Epoch, message.Version);
            }
        }
    }
}

/// <summary>The service under test.</summary>
public static class Tally
{
    public static readonly CouncilCode Council = new(860);

    /// <summary>Adds the database named <c>tally</c> and messaging; patience is short, so that tests are.</summary>
    public static void AddTally(this IHostApplicationBuilder builder, bool consume, Action<MessagingOptions<TallyDbContext>>? configure = null)
    {
        builder.AddPostgres<TallyDbContext>("tally");
        builder.AddMessaging<TallyDbContext>(messaging =>
        {
            messaging.Lease = TimeSpan.FromSeconds(3);
            messaging.RetryDelay = TimeSpan.FromMilliseconds(20);
            messaging.PollInterval = TimeSpan.FromMilliseconds(200);
            if (consume)
            {
                messaging.Queue = Topology.CentralHubQueue;
                messaging.Consume<ChildStageChanged, TallyConsumer>();
            }

            configure?.Invoke(messaging);
        });
    }

    public static ChildStageChanged Message(Guid reference, long version, int epoch = 1) =>
        new(reference, Council, epoch, version, ChildStage.Matched, WaitBand.SixToTwelveMonths);

    /// <summary>A reference that is the same for the same number.</summary>
    public static Guid Reference(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>
    /// Writes messages up to a total, ten to a transaction, over a number of references; goes on where an earlier
    /// process was killed.
    /// </summary>
    public static async Task WriteAsync(IServiceProvider services, int total, int references, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TallyDbContext>();
            var written = await db.Written.CountAsync(cancellationToken);
            if (written >= total)
            {
                return;
            }

            for (var number = written; number < Math.Min(written + 10, total); number++)
            {
                var (reference, version) = (Reference(number % references), (number / references) + 1);
                db.Written.Add(new Written { Reference = reference, Version = version });
                db.Publish(Message(reference, version));
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
