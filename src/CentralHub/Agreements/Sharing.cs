using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Agreements;

/// <summary>Whether councils may share, and what ends when they may not any longer.</summary>
internal static class Sharing
{
    /// <summary>Whether an agreement of both is in force by whose basis they may share at all; within one council none is needed.</summary>
    internal static async Task<bool> ShareAsync(this CentralHubDbContext db, short one, short other, CancellationToken ct) =>
        (await db.Database.SqlQuery<bool>($"select councils_share({one}, {other}) as \"Value\"").ToListAsync(ct))[0];

    /// <summary>The bases of the agreements that are in force between two councils; for a request, one of them is its own.</summary>
    internal static async Task<List<DisclosureBasis>> AgreedBasesAsync(this CentralHubDbContext db, short one, short other, CancellationToken ct)
    {
        var accepted = db.AgreementCouncils.Where(part => part.AcceptedAt != null && part.LeftAt == null);
        return await db.Agreements.AsNoTracking()
            .Where(agreement => agreement.InForceAt != null && agreement.EndedAt == null
                && accepted.Any(part => part.Agreement == agreement.Id && part.Council == one) && accepted.Any(part => part.Agreement == agreement.Id && part.Council == other))
            .Select(agreement => agreement.Basis).Distinct().ToListAsync(ct);
    }

    /// <summary>
    /// Ends the live links and open releases between a council and those with which it shares no longer, in the transaction that ended the
    /// agreement; of those who share on, the releases that no agreement covers any longer. Lists need nothing: the database shows no household on them whose council may not be shared with.
    /// </summary>
    internal static async Task EndAsync(CentralHubDbContext db, LinkBook book, Ledger ledger, short own, IEnumerable<short> others, CancellationToken ct)
    {
        foreach (var other in others)
        {
            if (await db.ShareAsync(own, other, ct))
            {
                await ledger.EndBetweenAsync(own, other, AgreementBases.NotCovered(await db.AgreedBasesAsync(own, other, ct)), DisclosureEnd.AgreementRevoked, ct);
                continue;
            }

            // Where a child has moved in nobody ends the link but who ends the placement, as with a match.
            var moved = LinkChild.MovedIn(db);
            var between = await db.Links
                .Where(link => !moved.Any(child => child.Link == link.Id))
                .Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed)
                .Where(link => (link.HouseholdCouncil == own && db.LinkChildren.Any(child => child.Link == link.Id && child.Council == other && child.Part != ChildsPart.Left))
                    || (link.HouseholdCouncil == other && db.LinkChildren.Any(child => child.Link == link.Id && child.Council == own && child.Part != ChildsPart.Left)))
                .OrderBy(link => link.Id)
                .Select(link => link.Id)
                .ToListAsync(ct);

            // First, or the end of the link would be the reason.
            await ledger.EndBetweenAsync(own, other, Enum.GetValues<DisclosureBasis>(), DisclosureEnd.AgreementRevoked, ct);
            foreach (var id in between)
            {
                if (await book.LockAsync(id, ct) is { IsLive: true } link)
                {
                    await book.EndAsync(link, NotProgressedReasons.NoLongerOpen, LinkSide.None, null, null, ct);
                }
            }
        }
    }
}
