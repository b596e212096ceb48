using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Ends live links whose search or offer has ended, whose household is matched and offered no more, or whose councils may not share any longer, and takes out of
/// the others the children who are not in their search any more: nobody decides that, it follows.
/// </summary>
internal sealed class LinkEnds(CentralHubDbContext db, LinkBook book, LinkParts parts, Ledger ledger)
{
    /// <returns>The links that have ended, or are for fewer children.</returns>
    public async Task<IReadOnlyList<Guid>> FollowAsync(RegionView view, CancellationToken ct)
    {
        var ended = new List<Guid>();
        var live = await db.Links.AsNoTracking()
            .Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed)
            .OrderBy(link => link.Id)
            .ToListAsync(ct);
        var households = live.ConvertAll(link => link.Household);
        var matched = await db.Links.Where(link => link.State == LinkState.Matched && households.Contains(link.Household)).Select(link => link.Household).ToListAsync(ct);

        // Where a child has moved in without a match, the link holds as a match does: its search is over for that very reason, and the household is not there for others.
        var moved = LinkChild.MovedIn(db);
        var lived = (await db.Links.Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed && moved.Any(child => child.Link == link.Id))
            .Select(link => link.Id).ToListAsync(ct)).ToHashSet();
        matched.AddRange(live.Where(link => lived.Contains(link.Id)).Select(link => link.Household));
        var groups = live.Where(link => link.SearchOf == SearchOf.Group).Select(link => link.Id).ToArray();

        // A match that was decided is on its way, whatever the search says by now.
        var members = (await db.LinkChildren.AsNoTracking().Where(child => groups.Contains(child.Link) && child.Part != ChildsPart.Left)
            .Select(child => new
            {
                child.Link, child.Child,
                Stays = db.LinkParties.Any(party => party.Link == child.Link && party.Council == child.Council && party.Side == LinkSide.Child && party.Decision == LinkDecision.Matched)
                    || moved.Any(each => each.Link == child.Link && each.Child == child.Child),
            })
            .ToListAsync(ct)).ToLookup(child => child.Link);
        foreach (var link in live)
        {
            var searched = view.Index.Find(new SearchKey(link.SearchOf, link.Search))?.Children.Select(child => child.Reference).ToHashSet() ?? [];
            var gone = members[link.Id].Where(child => !child.Stays && !searched.Contains(child.Child)).Select(child => child.Child).ToList();
            var isOpen = (lived.Contains(link.Id) || IsOpen(link, view, matched)) && (gone.Count == 0 || gone.Count < members[link.Id].Count());
            if ((isOpen && gone.Count == 0) || await book.LockAsync(link.Id, ct) is not { IsLive: true } locked)
            {
                continue;
            }

            ended.Add(link.Id);
            if (isOpen)
            {
                await parts.LeaveSearchAsync(locked, gone, ct);
            }
            else
            {
                await book.EndAsync(locked, NotProgressedReasons.NoLongerOpen, LinkSide.None, null, null, ct);
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

        await EndUncoveredAsync(ct);
        return ended;
    }

    /// <summary>
    /// A release that was granted while the agreement was ended was not seen by who ended it; of a link that is live both wait for one another, of one that is matched
    /// they do not.
    /// </summary>
    private async Task EndUncoveredAsync(CancellationToken ct)
    {
        var open = await db.Disclosures.Where(release => release.End == DisclosureEnd.None && release.Council != release.ReaderCouncil)
            .Select(release => new { release.Council, release.ReaderCouncil }).Distinct().ToListAsync(ct);
        foreach (var pair in open)
        {
            var uncovered = AgreementBases.NotCovered(await db.AgreedBasesAsync(pair.Council, pair.ReaderCouncil, ct));
            await ledger.EndBetweenAsync(pair.Council, pair.ReaderCouncil, uncovered, DisclosureEnd.AgreementRevoked, ct);
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
            && search.Children.All(child => household.LeadsTo(child.Plan))
            && (household.Availability == Availability.Available || !matched.Contains(link.Household));
    }
}
