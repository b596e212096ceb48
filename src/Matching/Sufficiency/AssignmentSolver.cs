using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Partnership.Matching.Sufficiency;

/// <summary>
/// Solves the assignment by shortest augmenting paths (Jonker and Volgenant 1987) over a graph in which every row has, besides its columns,
/// a place of its own that leaves it unserved at a price above any sum: so serving one more outweighs every sum. It keeps a price
/// for each row (<c>u</c>) and column (<c>v</c>) with <c>u + v ≤ cost</c> for every pair, <c>v ≤ 0</c>, <c>u ≤</c> that price. What such prices add up to is
/// a bound on every assignment, whoever made it; where the assignment found meets it, that is the proof.
/// </summary>
public static partial class AssignmentSolver
{
    /// <summary>Beyond so many pairs the least sum is not sought to the end, and the bound tells how far off it may be.</summary>
    public const long ExactPairs = 16_000_000;

    /// <summary>Above any distance that is real; what is not possible lies beyond.</summary>
    private const int Far = 1 << 29;

    private const int RowReductions = 2;

    // Rows that differ little may outbid each other in small steps for very long.
    private const int BidsPerRow = 4;

    /// <summary>Finds the assignment, exact up to <see cref="ExactPairs"/>.</summary>
    public static Assignment Solve(CostMatrix costs, CancellationToken ct = default) =>
        Solve(costs, exact: (long)costs.Rows * costs.Columns <= ExactPairs, ct);

    /// <summary>Finds the assignment; the greatest number always, the least sum only when <paramref name="exact"/>.</summary>
    public static Assignment Solve(CostMatrix costs, bool exact, CancellationToken ct = default)
    {
        var state = new State(costs);
        state.Begin();
        for (var round = 0; round < RowReductions; round++)
        {
            state.ReduceRows();
        }

        for (var row = 0; row < costs.Rows; row++)
        {
            ct.ThrowIfCancellationRequested();
            if (!state.IsSettled(row))
            {
                if (exact)
                {
                    state.Augment(row);
                }
                else
                {
                    state.AugmentAtAnyCost(row);
                }
            }
        }

        return state.Result();
    }

    private sealed partial class State
    {
        private readonly CostMatrix _costs;
        private readonly int _unserved;
        private readonly int[] _u;
        private readonly int[] _v;
        private readonly int[] _columnOf;
        private readonly int[] _rowOf;
        private readonly bool[] _leftOut;

        public State(CostMatrix costs)
        {
            _costs = costs;
            var highest = 0;
            for (var row = 0; row < costs.Rows; row++)
            {
                foreach (var cost in costs.RowOf(row))
                {
                    highest = cost == CostMatrix.Impossible ? highest : Math.Max(highest, cost);
                }
            }

            // A path that serves one more changes the cost of every row at most.
            var unserved = (((long)costs.Rows + 1) * highest) + 1;
            _unserved = unserved < Far / 2
                ? (int)unserved
                : throw new ArgumentException("So many searches and such high costs are beyond the numbers used here.", nameof(costs));
            _u = new int[costs.Rows];
            _v = new int[costs.Width];
            _columnOf = new int[costs.Rows];
            _rowOf = new int[costs.Width];
            _leftOut = new bool[costs.Rows];
            _distance = new int[costs.Width];
            _from = new int[costs.Width];
            _isTaken = new int[costs.Width];
            Array.Fill(_columnOf, -1);
            Array.Fill(_rowOf, -1);
        }

        /// <summary>A row that has a column, or that was left unserved at its price: a later path may still change which.</summary>
        public bool IsSettled(int row) => _columnOf[row] >= 0 || _leftOut[row];

        /// <summary>Each row asks for its cheapest column.</summary>
        public void Begin()
        {
            for (var row = 0; row < _costs.Rows; row++)
            {
                var (cheapest, _, column) = TwoCheapest(row);
                _u[row] = Math.Min(cheapest, _unserved);
                if (cheapest < _unserved && _rowOf[column] < 0)
                {
                    Assign(row, column);
                }
            }
        }

        /// <summary>
        /// Rows without a column outbid those that hold theirs: the column's price falls by as much as the row prefers it to the next best.
        /// </summary>
        public void ReduceRows()
        {
            var waiting = Enumerable.Range(0, _costs.Rows).Where(row => _columnOf[row] < 0).ToList();
            var bids = BidsPerRow * _costs.Rows;
            foreach (var first in waiting)
            {
                var row = first;
                while (row >= 0 && bids-- > 0)
                {
                    var (cheapest, next, column) = TwoCheapest(row);
                    _u[row] = Math.Min(next, _unserved);
                    if (cheapest >= _unserved)
                    {
                        break;
                    }

                    var outbid = _rowOf[column];
                    _v[column] -= _u[row] - cheapest;
                    Assign(row, column);
                    if (outbid >= 0)
                    {
                        _columnOf[outbid] = -1;
                    }

                    // Without a difference in price two rows would outbid each other for ever: a path settles it.
                    row = outbid >= 0 && _u[row] > cheapest ? outbid : -1;
                }
            }
        }

        /// <summary>What was found, with the bound that the prices prove.</summary>
        public Assignment Result()
        {
            var (served, sum, prices) = (0, 0L, 0L);
            var cheapest = new List<int>();
            for (var row = 0; row < _costs.Rows; row++)
            {
                var column = _columnOf[row];
                if (column >= 0)
                {
                    served++;
                    sum += _costs[row, column];
                }

                // The highest price that a row may have beside the columns' prices: whatever was kept, this one is valid.
                prices += Math.Min(TwoCheapest(row).Cheapest, _unserved);
                cheapest.Add(Cheapest(_costs.RowOf(row)));
            }

            foreach (var price in _v)
            {
                prices += price;
            }

            // As many rows at the least that each could cost: not much, but it holds without prices.
            cheapest.Sort();
            return new Assignment(
                [.. _columnOf], served, sum, Math.Max(cheapest.Take(served).Sum(cost => (long)cost), prices - ((long)_unserved * (_costs.Rows - served))));
        }

        private static int Cheapest(ReadOnlySpan<ushort> costs)
        {
            var cheapest = CostMatrix.Impossible;
            foreach (var cost in costs)
            {
                cheapest = Math.Min(cheapest, cost);
            }

            return cheapest;
        }

        private void Assign(int row, int column)
        {
            _columnOf[row] = column;
            _rowOf[column] = row;
        }

        /// <summary>The least and the second least of cost less price in a row, and where the least is.</summary>
        private (int Cheapest, int Next, int Column) TwoCheapest(int row)
        {
            ref var cost = ref MemoryMarshal.GetReference(_costs.RowOf(row));
            ref var price = ref MemoryMarshal.GetArrayDataReference(_v);
            var (least, second, at) = (Vector256.Create(int.MaxValue), Vector256.Create(int.MaxValue), Vector256<int>.Zero);
            var index = Vector256<int>.Indices;
            for (var column = 0; column < _costs.Width; column += 8)
            {
                var reduced = Cost(ref cost, column) - Vector256.LoadUnsafe(ref price, (nuint)column);
                var lower = Vector256.LessThan(reduced, least);
                second = Vector256.Min(second, Vector256.ConditionalSelect(lower, least, reduced));
                least = Vector256.Min(least, reduced);
                at = Vector256.ConditionalSelect(lower, index, at);
                index += Vector256.Create(8);
            }

            var (cheapest, next, where) = (int.MaxValue, int.MaxValue, -1);
            for (var lane = 0; lane < 8; lane++)
            {
                if (least[lane] < cheapest || (least[lane] == cheapest && at[lane] < where))
                {
                    (next, cheapest, where) = (Math.Min(cheapest, next), least[lane], at[lane]);
                }
                else
                {
                    next = Math.Min(next, least[lane]);
                }

                next = Math.Min(next, second[lane]);
            }

            return (cheapest, next, where);
        }

        private static Vector256<int> Cost(ref ushort row, int column)
        {
            var costs = Vector256.Create(
                Vector128.WidenLower(Vector128.LoadUnsafe(ref row, (nuint)column)),
                Vector128.WidenUpper(Vector128.LoadUnsafe(ref row, (nuint)column))).AsInt32();
            return costs + (Vector256.Equals(costs, Vector256.Create((int)CostMatrix.Impossible)) & Vector256.Create(Far));
        }
    }
}
