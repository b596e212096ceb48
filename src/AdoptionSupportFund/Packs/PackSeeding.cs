using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>
/// Puts the shipped packs into the database, as its owner and after the migrations. What is there stays as it is: a pack that
/// somebody worked with is not replaced by a later version of the product.
/// </summary>
internal static class PackSeeding
{
    public static async Task RunAsync(string owner, TimeProvider clock, CancellationToken ct)
    {
        await using var db = new FundDbContext(new DbContextOptionsBuilder<FundDbContext>().UseNpgsql(owner).Options);
        var present = await db.Packs.Select(pack => pack.Year).Distinct().ToListAsync(ct);
        foreach (var pack in ShippedPacks.All.Where(pack => !present.Contains((short)pack.Year.Year)))
        {
            var isDraft = pack.Year.CompareTo(ShippedPacks.FirstDraft) >= 0;
            db.Packs.Add(new PackRow
            {
                Id = Guid.CreateVersion7(),
                Year = (short)pack.Year.Year,
                Revision = (short)pack.Revision,
                Content = PackRow.Write(pack),
                CreatedAt = clock.GetUtcNow(),
                AdoptedFrom = isDraft ? null : ShippedPacks.AdoptedFrom(pack),
                AdoptedAt = isDraft ? null : clock.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync(ct);
    }
}
