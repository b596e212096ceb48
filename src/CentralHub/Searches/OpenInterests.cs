using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;

namespace Partnership.CentralHub.Searches;

/// <summary>Keeps which interests the children's councils may read: those of households that pass every limit now.</summary>
internal sealed class OpenInterests(CentralHubDbContext db)
{
    /// <returns>Children and households of whom the children's hubs are to be asked.</returns>
    public async Task<IReadOnlyList<(Guid Child, Guid Household)>> FollowAsync(RegionView view, CancellationToken ct)
    {
        var wanted = new List<(Guid, Guid)>();
        foreach (var interest in await db.Interests.ToListAsync(ct))
        {
            var searches = view.Index.SearchesOf(interest.Child).ToList();
            interest.Open = searches.Exists(search => view.Index.Consider(search.Key, interest.Household) is not null);
            wanted.AddRange(searches.SelectMany(search => search.Children).Select(child => (child.Reference, interest.Household)).Distinct());
        }

        return wanted;
    }
}
