using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Webhooks;

namespace Partnership.LocalityHub.Persistence;

internal static class WebhookTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("webhook");
            webhook.HasKey(w => w.Id);
            webhook.Property(w => w.Id).ValueGeneratedNever();
            webhook.Property(w => w.ToldUpTo).HasColumnType("xid8");
            webhook.Property(w => w.Version).IsConcurrencyToken();
        });

        model.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_delivery");
            delivery.HasKey(d => d.Id);
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.Sequence).UseIdentityAlwaysColumn();
            delivery.Property(d => d.State).HasConversion<short>();
            delivery.HasIndex(d => new { d.WebhookId, d.Sequence }).HasDatabaseName("webhook_delivery_sequence");
            delivery.HasIndex(d => d.NextAt).HasFilter("state = 0").HasDatabaseName("webhook_delivery_due");
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId);
        });
    }
}
