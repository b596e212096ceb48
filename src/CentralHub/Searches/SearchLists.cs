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
        // What was kept is what the region before made, each list of it; only after a restart is that nowhere but here.
        var kept = before is null ? await KeptAsync(searches.Keys, ct) : null;
        var difference = new Difference();
        var now = clock.GetUtcNow();
        foreach (var search in searches.Values)
        {
            var list = after.Top(search.Key, Length);
            IReadOnlyList<Candidate> listed = search.WeightsVersion is null ? [] : kept is not null ? [.. kept[search.Id]] : before!.Find(search.Key) is null ? [] : before.Top(search.Key, Length).Candidates;
            var earlier = new CandidateList(search.Key, SearchState.Open, search.WeightsVersion ?? list.WeightsVersion, listed);
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

            difference.Take(search.Id, listed, list.Candidates);
        }

        await difference.WriteAsync(db, ct);
    }

    private async Task<ILookup<Guid, Candidate>> KeptAsync(IEnumerable<Guid> searches, CancellationToken ct)
    {
        var ids = searches.ToArray();
        return (await db.SearchCandidates.AsNoTracking().Where(row => ids.Contains(row.Search)).OrderBy(row => row.Place).ToListAsync(ct))
            .ToLookup(row => row.Search, row => row.Candidate with { Rank = row.Place });
    }

    private static bool IsSame(CandidateList one, CandidateList other) => one.WeightsVersion == other.WeightsVersion
        && one.Candidates.Count == other.Candidates.Count
        && one.Candidates.Zip(other.Candidates).All(pair => pair.First.Rank == pair.Second.Rank && SaysTheSame(pair.First, pair.Second));

    /// <summary>Whether two lists say the same of a household, but for its place.</summary>
    private static bool SaysTheSame(Candidate one, Candidate other) =>
        one == other with { Rank = one.Rank, Factors = one.Factors } && one.Factors.SequenceEqual(other.Factors);

    private static short CouncilOf(Guid household, CandidateList earlier, CandidateList later) =>
        (short)later.Candidates.Concat(earlier.Candidates).First(candidate => candidate.Household == household).Council.Number;

    /// <summary>
    /// What is to be written, in statements of arrays: a new region has as many rows as searches times <see cref="Length"/>. A household that comes or goes moves
    /// all after it on every list that it is on, and what is said of those is the same as before: only their places are written.
    /// </summary>
    private sealed class Difference
    {
        private readonly List<(Guid Search, Guid Household)> _gone = [];
        private readonly List<(Guid Search, Guid Household, short Place)> _moved = [];
        private readonly List<(Guid Search, Candidate Candidate)> _said = [];

        public void Take(Guid search, IReadOnlyList<Candidate> before, IReadOnlyList<Candidate> after)
        {
            var earlier = before.ToDictionary(candidate => candidate.Household);
            foreach (var candidate in after)
            {
                if (!earlier.Remove(candidate.Household, out var known) || !SaysTheSame(known, candidate))
                {
                    _said.Add((search, candidate));
                }
                else if (known.Rank != candidate.Rank)
                {
                    _moved.Add((search, candidate.Household, (short)candidate.Rank));
                }
            }

            _gone.AddRange(earlier.Keys.Select(household => (search, household)));
        }

        public async Task WriteAsync(CentralHubDbContext db, CancellationToken ct)
        {
            if (_gone.Count > 0)
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                    delete from search_candidate using unnest({_gone.ConvertAll(row => row.Search).ToArray()}, {_gone.ConvertAll(row => row.Household).ToArray()}) as gone (search, household)
                    where search_candidate.search = gone.search and search_candidate.household = gone.household
                    """,
                    ct);
            }

            if (_moved.Count > 0)
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                    update search_candidate set place = moved.place
                    from unnest(
                        {_moved.ConvertAll(row => row.Search).ToArray()}, {_moved.ConvertAll(row => row.Household).ToArray()},
                        {_moved.ConvertAll(row => row.Place).ToArray()}) as moved (search, household, place)
                    where search_candidate.search = moved.search and search_candidate.household = moved.household
                    """,
                    ct);
            }

            if (_said.Count > 0)
            {
                // The place stands in its own column alone.
                await db.Database.ExecuteSqlAsync(
                    $"""
                    insert into search_candidate (search, household, household_council, place, candidate)
                    select search, household, council, place, candidate::jsonb from unnest(
                        {_said.ConvertAll(row => row.Search).ToArray()}, {_said.ConvertAll(row => row.Candidate.Household).ToArray()},
                        {_said.ConvertAll(row => (short)row.Candidate.Council.Number).ToArray()}, {_said.ConvertAll(row => (short)row.Candidate.Rank).ToArray()},
                        {_said.ConvertAll(row => JsonSerializer.Serialize(row.Candidate with { Rank = 0 }, MessageJson.Options)).ToArray()})
                        as row (search, household, council, place, candidate)
                    on conflict (search, household) do update set household_council = excluded.household_council, place = excluded.place, candidate = excluded.candidate
                    """,
                    ct);
            }
        }
    }
}
