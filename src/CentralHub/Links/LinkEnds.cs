using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Ends live links whose search or offer has ended, whose household is matched and offered no more, or whose councils may not share any longer: nobody
/// decides that, it follows.
/// </summary>
internal sealed class LinkEnds(CentralHubDbContext db, LinkBook book, Ledger ledger)
{
    /// <returns>The links that have ended.</returns>
    public async Task<IReadOnlyList<Guid>> FollowAsync(RegionView view, CancellationToken ct)
    {
        var ended = new List<Guid>();
        var live = await db.Links.AsNoTracking()
            .Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed)
            .OrderBy(link => link.Id)
            .ToListAsync(ct);
        var households = live.ConvertAll(link => link.Household);
        var matched = await db.Links.Where(link => link.State == LinkState.Matched && households.Contains(link.Household)).Select(link => link.Household).ToListAsync(ct);
        foreach (var link in live.Where(link => !IsOpen(link, view, matched)))
        {
            if (await book.LockAsync(link.Id, ct) is { IsLive: true } locked)
            {
                await book.EndAsync(locked, NotProgressedReasons.NoLongerOpen, LinkSide.None, null, null, ct);
                ended.Add(link.Id);
            }
        }

        // A council that ends a link of several councils' children does not see what the others have released to one another.
        foreach (var link in await db.Disclosures
            .Where(release => release.End == DisclosureEnd.None && db.Links.Any(link => link.Id == release.Link && link.State == LinkState.NotProgressed))
            .Select(release => release.Link)
            .Distinct()
            .ToListAsync(ct))
        {
            await ledger.EndOfLinkAsync(link, DisclosureEnd.LinkEnded, ct);
        }

        await EndUnsharedAsync(view.Index.Rules.Sharing, ct);
        return ended;
    }

    /// <summary>
    /// A release that was granted while the agreement was ended was not seen by who ended it; of a link that is live both wait for one another, of one that is matched
    /// they do not.
    /// </summary>
    private async Task EndUnsharedAsync(SharingAgreements sharing, CancellationToken ct)
    {
        var open = await db.Disclosures.Where(release => release.End == DisclosureEnd.None && release.Council != release.ReaderCouncil)
            .Select(release => new { release.Council, release.ReaderCouncil }).Distinct().ToListAsync(ct);
        foreach (var pair in open.Where(pair => !sharing.Allow(new CouncilCode(pair.Council), new CouncilCode(pair.ReaderCouncil))))
        {
            await ledger.EndBetweenAsync(pair.Council, pair.ReaderCouncil, DisclosureEnd.AgreementRevoked, ct);
        }
    }

    private static bool IsOpen(Link link, RegionView view, List<Guid> matched)
    {
        // A search that is paused, or waits for a member, has not ended.
        if (view.Index.Find(new SearchKey(link.SearchOf, link.Search)) is not { } search || !view.Households.TryGetValue(link.Household, out var household))
        {
            return false;
        }

        var sharing = view.Index.Rules.Sharing;
        var council = new CouncilCode(link.HouseholdCouncil);
        return search.Councils.All(other => sharing.Allow(other, council))
            && (household.Availability == Availability.Available || !matched.Contains(link.Household));
    }
}
