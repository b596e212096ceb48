using System.Globalization;

namespace Partnership.TestSupport;

/// <summary>
/// What somebody can compute from published rows by adding, subtracting and scaling them: each row names the children behind a
/// figure. Finds combinations about fewer than six children.
/// </summary>
public sealed class RowSpace
{
    private const long Prime = 1_000_000_007;
    private readonly List<HashSet<(string, Guid, int)>> _rows = [];
    private readonly List<string> _names = [];

    public int Rows => _rows.Count;

    public void Add(string name, IEnumerable<(string Measure, Guid Child, int Version)> children)
    {
        var row = children.ToHashSet();
        if (row.Count > 0 && !_rows.Any(known => known.SetEquals(row)))
        {
            _rows.Add(row);
            _names.Add(name);
        }
    }

    /// <summary>Describes a combination about fewer than six children, by the rows that they are in; null when there is none.</summary>
    public string? Isolated()
    {
        // Children in exactly the same figures cannot be told apart: they are one group, and only small groups can be the answer.
        var groups = _rows.SelectMany(row => row).Distinct()
            .GroupBy(child => string.Join(',', Enumerable.Range(0, _rows.Count).Where(index => _rows[index].Contains(child))))
            .Select(group => (
                Rows: group.Key.Split(',').Select(row => int.Parse(row, CultureInfo.InvariantCulture)).ToHashSet(),
                Size: group.Select(child => child.Item2).Distinct().Count(),
                Measure: group.First().Item1))
            .OrderByDescending(group => group.Size)
            .ToList();
        var small = groups.Where(group => group.Size < 6).ToList();
        var large = groups.Count - small.Count;
        var matrix = Enumerable.Range(0, _rows.Count)
            .Select(row => groups.Select(group => group.Rows.Contains(row) ? 1L : 0L).ToArray())
            .ToArray();

        // Large groups are eliminated first: what is left are the combinations about small groups alone.
        var left = Reduce(matrix, 0, large, 0);
        var residual = matrix.Skip(left).Select(row => row[large..]).Where(row => row.Any(value => value != 0)).ToArray();
        if (residual.Length == 0)
        {
            return null;
        }

        var rank = Rank(residual, []);
        return Subsets(small.Count, 3)
            .Where(subset => subset.Sum(index => small[index].Size) < 6 && Rank(residual, subset) < rank)
            .Select(subset => string.Join("; ", subset.Select(index =>
                $"{small[index].Size} of {small[index].Measure} in {string.Join(", ", small[index].Rows.Select(row => _names[row]))}")))
            .FirstOrDefault();
    }

    private static IEnumerable<int[]> Subsets(int count, int largest) =>
        from first in Enumerable.Range(0, count)
        from second in Enumerable.Range(first, largest > 1 ? count - first : 1)
        from third in Enumerable.Range(second, largest > 2 ? count - second : 1)
        select new[] { first, second, third }.Distinct().ToArray();

    private static int Rank(long[][] rows, int[] without)
    {
        var copy = rows.Select(row => row.Where((_, index) => !without.Contains(index)).ToArray()).ToArray();
        return copy.Length == 0 || copy[0].Length == 0 ? 0 : Reduce(copy, 0, copy[0].Length, 0);
    }

    private static int Reduce(long[][] matrix, int firstColumn, int columns, int pivotRow)
    {
        for (var column = firstColumn; column < firstColumn + columns && pivotRow < matrix.Length; column++)
        {
            var found = Array.FindIndex(matrix, pivotRow, row => row[column] != 0);
            if (found < 0)
            {
                continue;
            }

            (matrix[pivotRow], matrix[found]) = (matrix[found], matrix[pivotRow]);
            var inverse = Power(matrix[pivotRow][column], Prime - 2);
            for (var row = pivotRow + 1; row < matrix.Length; row++)
            {
                var factor = matrix[row][column] * inverse % Prime;
                for (var index = column; factor != 0 && index < matrix[row].Length; index++)
                {
                    matrix[row][index] = (matrix[row][index] - (factor * matrix[pivotRow][index] % Prime) + Prime) % Prime;
                }
            }

            pivotRow++;
        }

        return pivotRow;
    }

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (; exponent > 0; exponent >>= 1, value = value * value % Prime)
        {
            result = (exponent & 1) == 1 ? result * value % Prime : result;
        }

        return result;
    }
}
