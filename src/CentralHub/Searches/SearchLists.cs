using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Matching;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Searches;

/// <summary>Keeps the list of each search, and what moved on it.</summary>
internal sealed class SearchLists(CentralHubDbContext db, TimeProvider clock)
{
    /// <summary>How many households are kept on a list.</summary>
    internal const int Length = 50;

    /// <summary>
    /// Makes lists anew that may have changed. A list whose region before is not known is compared with what was kept all the same, so that
    /// a restart moves nobody.
    /// </summary>
    /// <param name="before">The region that the kept lists were made of; null when it is not known any more.</param>
    /// <param name="after">The region now.</param>
    /// <param name="searches">Which lists to make, with the rows of their searches.</param>
    /// <param name="ct">Gives up.</param>
    public async Task MakeAsync(RegionIndex? before, RegionIndex after, IReadOnlyDictionary<Guid, SearchRow> searches, CancellationToken ct)
    {
        var ids = searches.Keys.ToArray();
        var kept = (await db.SearchCandidates.AsNoTracking().Where(row => ids.Contains(row.Search)).OrderBy(row => row.Place).ToListAsync(ct))
            .ToLookup(row => row.Search, row => row.Candidate);
        var written = new List<SearchCandidate>();
        var replaced = new List<Guid>();
        var now = clock.GetUtcNow();
        foreach (var search in searches.Values)
        {
            var list = after.Top(search.Key, Length);
            var earlier = new CandidateList(search.Key, SearchState.Open, search.WeightsVersion ?? list.WeightsVersion, [.. kept[search.Id]]);
            search.Feasible = list.Candidates.Count > 0;
            if (search.WeightsVersion is not null && IsSame(earlier, list))
            {
                continue;
            }

            // The first list has no list before it: nobody has moved.
            if (search.WeightsVersion is not null)
            {
                db.AddRange(SearchMoves.Between(before, earlier, after, list).Select(move => new SearchChange
                {
                    Id = Guid.CreateVersion7(),
                    Search = search.Id,
                    Household = move.Household,
                    HouseholdCouncil = CouncilOf(move.Household, earlier, list),
                    At = now,
                    Move = move,
                }));
            }

            if (list.State == SearchState.Open)
            {
                search.WeightsVersion = list.WeightsVersion;
                search.ListedAt = now;
            }

            replaced.Add(search.Id);
            written.AddRange(list.Candidates.Select(candidate => new SearchCandidate
            {
                Search = search.Id,
                Household = candidate.Household,
                HouseholdCouncil = (short)candidate.Council.Number,
                Place = (short)candidate.Rank,
                Candidate = candidate,
            }));
        }

        await WriteAsync(replaced, written, ct);
    }

    /// <summary>In statements of arrays: a new region has as many rows as searches times <see cref="Length"/>.</summary>
    private async Task WriteAsync(List<Guid> replaced, List<SearchCandidate> rows, CancellationToken ct)
    {
        if (replaced.Count == 0)
        {
            return;
        }

        var searches = replaced.ToArray();
        await db.SearchCandidates.Where(row => searches.Contains(row.Search)).ExecuteDeleteAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into search_candidate (search, household, household_council, place, candidate)
            select search, household, council, place, candidate::jsonb from unnest(
                {rows.ConvertAll(row => row.Search).ToArray()}, {rows.ConvertAll(row => row.Household).ToArray()},
                {rows.ConvertAll(row => row.HouseholdCouncil).ToArray()}, {rows.ConvertAll(row => row.Place).ToArray()},
                {rows.ConvertAll(row => JsonSerializer.Serialize(row.Candidate, MessageJson.Options)).ToArray()})
                as row (search, household, council, place, candidate)
            """,
            ct);
    }

    private static bool IsSame(CandidateList one, CandidateList other) => one.WeightsVersion == other.WeightsVersion
        && one.Candidates.Count == other.Candidates.Count
        && one.Candidates.Zip(other.Candidates).All(pair => pair.First == pair.Second with { Factors = pair.First.Factors }
            && pair.First.Factors.SequenceEqual(pair.Second.Factors));

    private static short CouncilOf(Guid household, CandidateList earlier, CandidateList later) =>
        (short)later.Candidates.Concat(earlier.Candidates).First(candidate => candidate.Household == household).Council.Number;
}
