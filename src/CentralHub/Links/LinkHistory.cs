using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;

namespace Partnership.CentralHub.Links;

/// <summary>What links say about who may be a candidate of whom.</summary>
internal sealed class LinkHistory(CentralHubDbContext db)
{
    // A household that is chosen is on no list, however many links the region allows.
    private const int Chosen = int.MaxValue;

    /// <summary>Takes into the region what is between searches and households.</summary>
    /// <param name="index">The region.</param>
    /// <param name="households">Which households are looked at again; null for all that have had a link.</param>
    /// <param name="offers">The newest offers.</param>
    /// <param name="children">The newest snapshots of children, the link's own among them.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RegionIndex> ApplyAsync(
        RegionIndex index,
        IReadOnlyCollection<Guid>? households,
        IReadOnlyDictionary<Guid, HouseholdOffered> offers,
        IReadOnlyDictionary<Guid, ChildProfiled> children,
        CancellationToken ct)
    {
        var links = await db.Links.AsNoTracking().Where(link => households == null || households.Contains(link.Household)).ToListAsync(ct);
        var ids = links.ConvertAll(link => link.Id);
        var members = (await db.LinkChildren.AsNoTracking().Where(child => ids.Contains(child.Link) && !(child.Part == ChildsPart.Left && child.PartVersion == null)).ToListAsync(ct)).ToLookup(child => child.Link, child => child.Child);
        foreach (var ofHousehold in links.GroupBy(link => link.Household))
        {
            index = index.Apply(new HouseholdLinks(ofHousehold.Key, LiveOf([.. ofHousehold], offers.GetValueOrDefault(ofHousehold.Key))));
            foreach (var between in ofHousehold.GroupBy(link => new SearchKey(link.SearchOf, link.Search)))
            {
                index = index.Apply(new SearchHistory(between.Key, ofHousehold.Key, between.Any(link => Bars(link, members[link.Id], offers, children))));
            }
        }

        return index;
    }

    private static int LiveOf(List<Link> links, HouseholdOffered? offer) =>
        links.Exists(link => link.State is LinkState.Selected or LinkState.ToPanel
            || (link.State == LinkState.Matched && offer is not { Availability: Availability.Available }))
            ? Chosen
            : links.Count(link => link.IsLive);

    /// <summary>
    /// Live, matched, or not progressed for a reason that somebody gave while no relevant fact of either side has changed since. Who was no longer
    /// open has been refused by nobody.
    /// </summary>
    private static bool Bars(
        Link link, IEnumerable<Guid> members, IReadOnlyDictionary<Guid, HouseholdOffered> offers, IReadOnlyDictionary<Guid, ChildProfiled> children)
    {
        if (link.State != LinkState.NotProgressed)
        {
            return true;
        }

        var known = members.Select(children.GetValueOrDefault).OfType<ChildProfiled>().ToList();
        return link.Reasons != NotProgressedReasons.NoLongerOpen
            && offers.TryGetValue(link.Household, out var offer)
            && link.FactsAtEnd == RelevantFacts.Of(known, offer);
    }
}
