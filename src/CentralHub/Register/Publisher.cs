using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Duties;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Register;

/// <summary>Writes what others than the owner may see with the policy, and for whom it was made.</summary>
internal sealed class Publisher(CentralHubDbContext db, Region region, TimeProvider clock)
{
    public async Task PublishAsync(RegionView view, CancellationToken ct)
    {
        // A council that has left the region may have rows still.
        var readers = new RegisterReaders(
            view.Index.Rules.Sharing, region.Councils.Concat(view.Children.Values.Select(child => child.Council)).Concat(view.Households.Values.Select(household => household.Council)));
        var children = ChildLadder.Publish(view.Children.Values, readers).ToList();
        Replace(await db.PublishedChildren.AsNoTracking().ToDictionaryAsync(row => row.Reference, ct), children, row => row.Reference);
        Replace(
            await db.PublishedHouseholds.AsNoTracking().ToDictionaryAsync(row => row.Reference, ct),
            HouseholdLadder.Publish(view.Households.Values, readers),
            row => row.Reference);
        Replace(
            await db.DutyCounts.AsNoTracking().ToDictionaryAsync(row => (row.Council, row.Duty, row.Lateness), ct),
            await DutyOverview.CountAsync(db, ct),
            row => (row.Council, row.Duty, row.Lateness));
        await SayToWhomAsync(readers, ct);
        Replace(await db.SearchOverview.AsNoTracking().ToDictionaryAsync(row => row.Child, ct), await OverviewAsync(children, ct), row => row.Child);
    }

    /// <summary>In the transaction that makes the rows: nobody reads what was not made for them, too.</summary>
    private async Task SayToWhomAsync(RegisterReaders readers, CancellationToken ct)
    {
        var before = await db.PublishedTo.ToDictionaryAsync(row => row.Owner, ct);
        foreach (var row in readers.Rows())
        {
            if (!before.Remove(row.Owner, out var told))
            {
                db.Add(row);
            }
            else if (!told.Readers.SequenceEqual(row.Readers))
            {
                told.Readers = row.Readers;
            }
        }

        db.RemoveRange(before.Values);
    }

    private async Task<IEnumerable<SearchOverviewRow>> OverviewAsync(IReadOnlyCollection<PublishedChild> children, CancellationToken ct)
    {
        var now = clock.GetUtcNow();

        // As this run leaves them: what it has changed is not saved yet.
        await db.Searches.Where(search => search.EndedAt == null).LoadAsync(ct);
        var searches = db.Searches.Local.Where(search => search.EndedAt is null).ToDictionary(search => search.Id);
        await db.SearchChildren.LoadAsync(ct);
        var members = db.SearchChildren.Local.Where(member => searches.ContainsKey(member.Search)).ToLookup(member => member.Child, member => searches[member.Search]);
        await db.SearchEscalations.LoadAsync(ct);
        var told = db.SearchEscalations.Local.Where(row => searches.TryGetValue(row.Search, out var search) && search.Period == row.Period)
            .GroupBy(row => row.Search).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.Length));
        return children.Where(child => members[child.Reference].Any()).Select(child => new SearchOverviewRow
        {
            Child = child.Reference,
            Without = members[child.Reference].Max(search => search.WithoutLink(now)),
            HasLink = members[child.Reference].Any(search => search.LiveLinks > 0),
            Feasible = members[child.Reference].Any(search => search.Feasible),
            Escalated = members[child.Reference].Max(search => told.GetValueOrDefault(search.Id, SearchLength.None)),
        });
    }

    private void Replace<TKey, TRow>(Dictionary<TKey, TRow> before, IEnumerable<TRow> now, Func<TRow, TKey> key)
        where TKey : notnull
        where TRow : class
    {
        foreach (var row in now)
        {
            if (!before.Remove(key(row), out var shown))
            {
                db.Add(row);
            }
            else if (!row.Equals(shown))
            {
                db.Update(row);
            }
        }

        db.RemoveRange(before.Values);
    }
}
