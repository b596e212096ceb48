using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Partnership.CentralHub.Register;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Persistence;

/// <summary>The tables of the regional register.</summary>
internal static class RegisterTables
{
    internal static ModelBuilder AddRegisterTables(this ModelBuilder model)
    {
        model.Entity<FamilyEvent>(log =>
        {
            log.ToTable("family_event");
            log.HasKey(row => row.Id);
            log.Property(row => row.Id).UseIdentityAlwaysColumn();
            log.Property(row => row.Body).HasColumnType("jsonb");
            log.Property(row => row.ReceivedAt).HasDefaultValueSql("clock_timestamp()");
            log.HasIndex(row => new { row.Kind, row.Reference, row.Epoch, row.Version }).HasDatabaseName("family_event_reference");
        });
        model.Entity<ChildProfile>(profile =>
        {
            profile.ToTable("child_profile");
            profile.HasKey(row => row.Reference);
            profile.Property(row => row.Reference).ValueGeneratedNever();
            profile.Property(row => row.Snapshot).IsMessage();
            profile.HasIndex(row => row.Council).HasDatabaseName("child_profile_council");
        });
        model.Entity<HouseholdOffer>(offer =>
        {
            offer.ToTable("household_offer");
            offer.HasKey(row => row.Reference);
            offer.Property(row => row.Reference).ValueGeneratedNever();
            offer.Property(row => row.Snapshot).IsMessage();
            offer.HasIndex(row => row.Council).HasDatabaseName("household_offer_council");
        });
        model.Entity<OverdueDuty>(duty =>
        {
            duty.ToTable("overdue_duty");
            duty.HasKey(row => row.Reference);
            duty.Property(row => row.Reference).ValueGeneratedNever();
            duty.Property(row => row.Snapshot).IsMessage();
        });
        model.Entity<PublishedChild>(published =>
        {
            published.ToTable("published_child");
            published.HasKey(row => row.Reference);
            published.Property(row => row.Reference).ValueGeneratedNever();
        });
        model.Entity<PublishedHousehold>(published =>
        {
            published.ToTable("published_household");
            published.HasKey(row => row.Reference);
            published.Property(row => row.Reference).ValueGeneratedNever();
        });
        model.Entity<PublishedTo>(published =>
        {
            published.ToTable("published_to");
            published.HasKey(row => row.Owner);
            published.Property(row => row.Owner).ValueGeneratedNever();
        });
        model.Entity<RegisterDue>(due =>
        {
            due.ToTable("register_due");
            due.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<RegisterState>(state =>
        {
            state.ToTable("register_state");
            state.Property(row => row.Id).ValueGeneratedNever();
        });
        return model;
    }

    /// <summary>Keeps a message as it travels: what it can say is settled by its type.</summary>
    internal static void IsMessage<T>(this PropertyBuilder<T> property) => property
        .HasColumnType("jsonb")
        .HasConversion(message => JsonSerializer.Serialize(message, MessageJson.Options), body => JsonSerializer.Deserialize<T>(body, MessageJson.Options)!);
}
