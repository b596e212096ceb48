using System.Numerics;

namespace Partnership.Matching.Sufficiency;

/// <summary>
/// Which searches could be served by which households, with as many of them served as can be. It answers what changes when households are added,
/// and who is kept from being served by whom.
/// </summary>
internal sealed class ServedSearches
{
    /// <summary>Served by an added household.</summary>
    private const int Added = -2;

    private readonly ulong[][] _possible;
    private readonly int[] _columnOf;
    private readonly int[] _rowOf;
    private readonly int _words;

    public ServedSearches(CostMatrix costs, Assignment assignment)
    {
        _words = (costs.Columns + 63) / 64;
        _possible = new ulong[costs.Rows][];
        _columnOf = [.. assignment.ColumnOf];
        _rowOf = new int[costs.Columns];
        Array.Fill(_rowOf, -1);
        for (var row = 0; row < costs.Rows; row++)
        {
            _possible[row] = costs.PossibleOf(row);
            if (_columnOf[row] >= 0)
            {
                _rowOf[_columnOf[row]] = row;
            }
        }
    }

    private IEnumerable<int> Unserved => Enumerable.Range(0, _columnOf.Length).Where(row => _columnOf[row] < 0);

    /// <summary>How many households each search could go to.</summary>
    public int[] Choices() => Array.ConvertAll(_possible, words => words.Sum(BitOperations.PopCount));

    /// <summary>How many searches could go to each household.</summary>
    public int[] Claims()
    {
        var claims = new int[_rowOf.Length];
        foreach (var column in _possible.SelectMany(ColumnsOf))
        {
            claims[column]++;
        }

        return claims;
    }

    /// <summary>How many more would be served with so many more households, each of which could take the searches of <paramref name="takes"/>.</summary>
    public int MoreServedBy(bool[] takes, int households)
    {
        var (columnOf, rowOf) = ((int[])[.. _columnOf], (int[])[.. _rowOf]);
        for (var more = 0; more < households; more++)
        {
            if (!ServeOneMore(takes, columnOf, rowOf))
            {
                return more;
            }
        }

        return households;
    }

    /// <summary>
    /// Groups of searches with the households that they compete for: in each there are more searches than households, and none of them has
    /// another household (the over-demanded part of Dulmage and Mendelsohn's decomposition, 1958).
    /// </summary>
    public IReadOnlyList<(IReadOnlyList<int> Searches, int Households)> Contests()
    {
        var contests = new List<(IReadOnlyList<int>, int)>();
        var seen = new ulong[_words];
        var groups = new Dictionary<int, HashSet<int>>();
        foreach (var row in Unserved)
        {
            // What one unserved search reaches belongs to one contest with all that reaches any of it.
            var reached = new ulong[_words];
            var rows = Reach(row, reached);
            if (rows.Count == 1 && !ColumnsOf(_possible[row]).Any())
            {
                continue;
            }

            var merged = groups.Where(group => group.Value.Overlaps(rows)).Select(group => group.Key).ToList();
            foreach (var old in merged)
            {
                rows.UnionWith(groups[old]);
                groups.Remove(old);
            }

            groups[row] = rows;
        }

        foreach (var rows in groups.Values)
        {
            Array.Clear(seen);
            foreach (var row in rows)
            {
                for (var word = 0; word < _words; word++)
                {
                    seen[word] |= _possible[row][word];
                }
            }

            contests.Add(([.. rows.Order()], seen.Sum(BitOperations.PopCount)));
        }

        return contests;
    }

    private static IEnumerable<int> ColumnsOf(ulong[] words)
    {
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    /// <summary>All searches that would have to give way for one to be served: each household that it could go to is held by one of them.</summary>
    private HashSet<int> Reach(int from, ulong[] reached)
    {
        var rows = new HashSet<int> { from };
        var queue = new Queue<int>(rows);
        while (queue.TryDequeue(out var row))
        {
            for (var word = 0; word < _words; word++)
            {
                var fresh = _possible[row][word] & ~reached[word];
                reached[word] |= fresh;
                for (; fresh != 0; fresh &= fresh - 1)
                {
                    var holder = _rowOf[(word * 64) + BitOperations.TrailingZeroCount(fresh)];
                    if (rows.Add(holder))
                    {
                        queue.Enqueue(holder);
                    }
                }
            }
        }

        return rows;
    }

    private bool ServeOneMore(bool[] takes, int[] columnOf, int[] rowOf)
    {
        var reached = new ulong[_words];
        var over = new int[_rowOf.Length];
        var queue = new Queue<int>(Enumerable.Range(0, columnOf.Length).Where(row => columnOf[row] == -1));
        while (queue.TryDequeue(out var row))
        {
            if (takes[row])
            {
                // It goes to the new household and leaves its own to whoever led here.
                var freed = columnOf[row];
                columnOf[row] = Added;
                while (freed >= 0)
                {
                    var next = over[freed];
                    var left = columnOf[next];
                    columnOf[next] = freed;
                    rowOf[freed] = next;
                    freed = left;
                }

                return true;
            }

            for (var word = 0; word < _words; word++)
            {
                var fresh = _possible[row][word] & ~reached[word];
                reached[word] |= fresh;
                for (; fresh != 0; fresh &= fresh - 1)
                {
                    var column = (word * 64) + BitOperations.TrailingZeroCount(fresh);
                    over[column] = row;
                    if (rowOf[column] >= 0)
                    {
                        queue.Enqueue(rowOf[column]);
                    }
                }
            }
        }

        return false;
    }
}
