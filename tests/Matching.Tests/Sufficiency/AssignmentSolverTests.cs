using FsCheck;
using FsCheck.Fluent;
using Partnership.Matching.Sufficiency;

namespace Partnership.Matching.Tests.Sufficiency;

/// <summary>The assignment beside every possible one on small matrices, and beside its own bound on large ones.</summary>
public sealed class AssignmentSolverTests
{
    private static readonly Arbitrary<(int Rows, int Columns, int Possible, int Highest, int Seed)> Small =
        (from rows in Gen.Choose(0, 6)
         from columns in Gen.Choose(0, 6)
         from possible in Gen.Choose(0, 100)
         from highest in Gen.Elements(0, 1, 3, 50, 20000)
         from seed in Gen.Choose(0, int.MaxValue)
         select (rows, columns, possible, highest, seed)).ToArbitrary();

    [Fact]
    public void Solve_SmallMatrices_NoOtherWayServesMoreOrCostsLess() =>
        Prop.ForAll(Small, made =>
        {
            var costs = Matrix(made.Rows, made.Columns, made.Possible, made.Highest, made.Seed);
            var (served, sum) = Best(costs, 0, []);

            var exact = AssignmentSolver.Solve(costs, exact: true);
            var bounded = AssignmentSolver.Solve(costs, exact: false);

            return IsValid(costs, exact) && (exact.Served, exact.Sum, exact.SumBound) == (served, sum, sum)
                && IsValid(costs, bounded) && bounded.Served == served && bounded.Sum >= sum && bounded.SumBound <= sum;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Theory]
    [InlineData(300, 300, 100, 18000)]
    [InlineData(300, 300, 20, 40)]
    [InlineData(300, 120, 30, 300)]
    [InlineData(120, 300, 2, 300)]
    [InlineData(200, 200, 60, 1)]
    [InlineData(64, 16, 100, 0)]
    public void Solve_LargerMatrices_MeetTheBound(int rows, int columns, int possible, int highest)
    {
        var costs = Matrix(rows, columns, possible, highest, seed: rows + columns);

        var exact = AssignmentSolver.Solve(costs, exact: true);
        var bounded = AssignmentSolver.Solve(costs, exact: false);

        Assert.True(IsValid(costs, exact) && IsValid(costs, bounded));
        Assert.True(exact.IsExact);
        Assert.Equal(exact.Served, bounded.Served);
        Assert.InRange(exact.Sum, bounded.SumBound, bounded.Sum);
    }

    [Fact]
    public void Solve_RowsThatDifferByOneCompeteForFewerColumns_EndsSoon()
    {
        // Each bid is one higher than the last: outbidding alone would go on to the price of being left out.
        var costs = new CostMatrix(40, 20);
        for (var row = 0; row < 40; row++)
        {
            for (var column = 0; column < 20; column++)
            {
                costs[row, column] = (ushort)((row + (column * 7)) % 2);
            }
        }

        var solved = AssignmentSolver.Solve(costs);

        Assert.Equal((20, 0), (solved.Served, solved.Sum));
        Assert.True(solved.IsExact);
    }

    [Fact]
    public void Solve_SumTooHighForTheNumbersUsed_IsRefused()
    {
        var costs = new CostMatrix(5000, 1) { [0, 0] = CostMatrix.Highest };

        Assert.Throws<ArgumentException>(() => AssignmentSolver.Solve(costs));
    }

    private static CostMatrix Matrix(int rows, int columns, int possible, int highest, int seed)
    {
        var draw = new Random(seed);
        var costs = new CostMatrix(rows, columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (draw.Next(100) < possible)
                {
                    costs[row, column] = (ushort)draw.Next(highest + 1);
                }
            }
        }

        return costs;
    }

    private static bool IsValid(CostMatrix costs, Assignment assignment)
    {
        var given = assignment.ColumnOf.Select((column, row) => (Row: row, Column: column)).Where(pair => pair.Column >= 0).ToList();
        return assignment.ColumnOf.Count == costs.Rows
            && given.Count == assignment.Served
            && given.Select(pair => pair.Column).Distinct().Count() == given.Count
            && given.All(pair => pair.Column < costs.Columns && costs.IsPossible(pair.Row, pair.Column))
            && given.Sum(pair => costs[pair.Row, pair.Column]) == assignment.Sum;
    }

    private static (int Served, long Sum) Best(CostMatrix costs, int row, HashSet<int> taken)
    {
        if (row == costs.Rows)
        {
            return (0, 0);
        }

        var best = Best(costs, row + 1, taken);
        for (var column = 0; column < costs.Columns; column++)
        {
            if (costs.IsPossible(row, column) && taken.Add(column))
            {
                var (served, sum) = Best(costs, row + 1, taken);
                (served, sum) = (served + 1, sum + costs[row, column]);
                best = served > best.Served || (served == best.Served && sum < best.Sum) ? (served, sum) : best;
                taken.Remove(column);
            }
        }

        return best;
    }
}
