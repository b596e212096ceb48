using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Whether a hard limit has come to stand between the children of a link and its household since it was proposed: by the reckoning of a proposal, about the newest facts
/// of both. Left out is what the link itself is the cause of, and what the children's hubs answer: each of them refuses its own council, and another's decision that was
/// not followed because of an answer would tell of it.
/// </summary>
internal sealed class LinkLimits(CentralHubDbContext db, RegionLoader regions)
{
    /// <summary>Whether one stands against a locked link that is preferred or selected; nothing tells which.</summary>
    public async Task<bool> StandAgainstAsync(Link link, CancellationToken ct)
    {
        // What stands against those who live there already is the decision maker's to weigh: there is nobody to be proposed.
        var moved = LinkChild.MovedIn(db);
        var parts = LinkChild.WithAPart(db).Where(child => child.Link == link.Id && !moved.Any(each => each.Link == child.Link && each.Child == child.Child)).Select(child => child.Child);
        if (!await parts.AnyAsync(ct))
        {
            return false;
        }

        var children = await db.Children.AsNoTracking().Where(child => child.Live && parts.Contains(child.Reference)).OrderBy(child => child.Reference).Select(child => child.Snapshot).ToListAsync(ct);
        var offered = await db.Households.AsNoTracking().Where(known => known.Reference == link.Household && known.Live).Select(known => known.Snapshot).SingleOrDefaultAsync(ct);
        if (children.Count == 0 || offered is null)
        {
            return true;
        }

        // From the selection on its hub says that it is spoken for, by this link: once selected, and for a while after that was taken back. A hold it says all the same.
        var wasSelected = await db.LinkSteps.AnyAsync(step => step.Link == link.Id && (step.To == LinkState.Selected || step.To == LinkState.ToPanel) && step.Taken, ct);
        var home = offered.HomeArea ?? Guid.NewGuid();
        var household = offered with
        {
            HomeArea = home,
            Availability = wasSelected && offered.Availability == Availability.Unavailable ? Availability.Available : offered.Availability,
        };

        // A group of the link's own: whoever has come to the search since, or has left it, is in no part of this.
        var search = children.Count == 1 ? SearchKey.OfChild(children[0].Reference) : SearchKey.OfGroup(link.Id);
        children = children.ConvertAll(child => AsLinked(child, search, children.Count));
        var region = (await regions.OfPairAsync(search, children, household, ct))
            .Apply(new HouseholdLinks(household.Reference, 0))
            .Apply(new SearchHistory(search, household.Reference, Barred: false))
            .Apply(children.Select(child => new CandidateVerdict(child.Reference, household.Reference, home, Possible: true)));
        return region.Consider(search, household.Reference) is null;
    }

    /// <summary>As one of those whom the link is for by now: whom else the child is searched for with, and whether its council lets that search rest, is no limit of the pair's.</summary>
    private static ChildProfiled AsLinked(ChildProfiled child, SearchKey search, int children) => child with
    {
        Standing = child.Standing == SearchStanding.Paused ? SearchStanding.Searching : child.Standing,
        SiblingSearch = children == 1 ? SiblingSearch.Alone : SiblingSearch.Together,
        TogetherSearch = children == 1 ? null : search.Reference,
        Siblings = children switch { 1 => ChildCounts.One, 2 => ChildCounts.Two, _ => ChildCounts.ThreeOrMore },
    };
}
