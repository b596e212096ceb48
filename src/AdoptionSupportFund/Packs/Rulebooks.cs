using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>The adopted rules, read again only when a pack was adopted since.</summary>
internal sealed class Rulebooks
{
    private volatile Kept? _kept;

    public async Task<Rulebook> CurrentAsync(FundDbContext db, CancellationToken ct)
    {
        var stamp = await db.Packs.Where(pack => pack.AdoptedFrom != null)
            .GroupBy(_ => 1).Select(packs => new Stamp(packs.Count(), packs.Max(pack => pack.AdoptedAt)))
            .SingleOrDefaultAsync(ct) ?? new Stamp(0, null);
        if (_kept is { } kept && kept.Stamp == stamp)
        {
            return kept.Rules;
        }

        var packs = await db.Packs.AsNoTracking().Where(pack => pack.AdoptedFrom != null).ToListAsync(ct);
        var rules = new Rulebook(packs.Select(pack => new AdoptedPack(pack.Read(), pack.AdoptedFrom!.Value)));
        _kept = new Kept(stamp, rules);
        return rules;
    }

    private sealed record Stamp(int Packs, DateTimeOffset? Last);

    private sealed record Kept(Stamp Stamp, Rulebook Rules);
}
