using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Partnership.Matching.Sufficiency;

public static partial class AssignmentSolver
{
    private sealed partial class State
    {
        // By column: how far it is from the row that asks, over which row; all bits set once it is taken into the tree.
        private readonly int[] _distance;
        private readonly int[] _from;
        private readonly int[] _isTaken;
        private readonly List<int> _taken = [];
        private readonly List<(int Row, int Distance)> _reached = [];
        private ulong[][]? _possible;
        private ulong[] _deadEnds = [];

        /// <summary>
        /// Serves a row along the path that costs least: its end is a free column, or a row on the way that costs less to leave unserved than
        /// any other.
        /// </summary>
        public void Augment(int row)
        {
            Array.Fill(_distance, int.MaxValue);
            Array.Clear(_isTaken);
            _taken.Clear();
            _reached.Clear();
            _u[row] = Math.Min(TwoCheapest(row).Cheapest, _unserved);
            var (reached, distance) = (row, 0);
            var (leftOut, leaving) = (row, int.MaxValue);
            while (true)
            {
                _reached.Add((reached, distance));
                if (distance + _unserved - _u[reached] < leaving)
                {
                    (leftOut, leaving) = (reached, distance + _unserved - _u[reached]);
                }

                var (column, nearest) = Relax(reached, distance);
                if (nearest >= leaving)
                {
                    Reprice(leaving);
                    LeaveOut(row, leftOut);
                    return;
                }

                if (_rowOf[column] < 0)
                {
                    Reprice(nearest);
                    Serve(row, column);
                    return;
                }

                _isTaken[column] = -1;
                _taken.Add(column);
                (reached, distance) = (_rowOf[column], nearest);
            }
        }

        /// <summary>Serves a row along any path to a free column, whatever it costs. Prices stay, and with them the bound.</summary>
        public void AugmentAtAnyCost(int row)
        {
            _possible ??= PossibleColumns();
            var reached = (ulong[])[.. _deadEnds];
            var queue = new Queue<int>([row]);
            while (queue.TryDequeue(out var over))
            {
                for (var word = 0; word < reached.Length; word++)
                {
                    var fresh = _possible[over][word] & ~reached[word];
                    reached[word] |= fresh;
                    for (; fresh != 0; fresh &= fresh - 1)
                    {
                        var column = (word * 64) + BitOperations.TrailingZeroCount(fresh);
                        _from[column] = over;
                        if (_rowOf[column] < 0)
                        {
                            Serve(row, column);
                            return;
                        }

                        queue.Enqueue(_rowOf[column]);
                    }
                }
            }

            // Nothing that was reached from here leads to a free column, nor ever will.
            _deadEnds = reached;
            _leftOut[row] = true;
        }

        private ulong[][] PossibleColumns()
        {
            _deadEnds = new ulong[(_costs.Columns + 63) / 64];
            var possible = new ulong[_costs.Rows][];
            for (var row = 0; row < possible.Length; row++)
            {
                possible[row] = _costs.PossibleOf(row);
            }

            return possible;
        }

        /// <summary>Distances over one more row; the nearest column that is not taken yet.</summary>
        private (int Column, int Distance) Relax(int row, int distance)
        {
            ref var cost = ref MemoryMarshal.GetReference(_costs.RowOf(row));
            ref var price = ref MemoryMarshal.GetArrayDataReference(_v);
            ref var distances = ref MemoryMarshal.GetArrayDataReference(_distance);
            ref var from = ref MemoryMarshal.GetArrayDataReference(_from);
            ref var taken = ref MemoryMarshal.GetArrayDataReference(_isTaken);
            var (start, over, far) = (Vector256.Create(distance - _u[row]), Vector256.Create(row), Vector256.Create(int.MaxValue));
            var (least, at, index) = (far, Vector256<int>.Zero, Vector256<int>.Indices);
            for (var column = 0; column < _costs.Width; column += 8)
            {
                var place = (nuint)column;
                var closed = Vector256.LoadUnsafe(ref taken, place);
                var known = Vector256.LoadUnsafe(ref distances, place);
                var way = Cost(ref cost, column) - Vector256.LoadUnsafe(ref price, place) + start;
                var shorter = Vector256.AndNot(Vector256.LessThan(way, known), closed);
                if (shorter != Vector256<int>.Zero)
                {
                    known = Vector256.ConditionalSelect(shorter, way, known);
                    known.StoreUnsafe(ref distances, place);
                    Vector256.ConditionalSelect(shorter, over, Vector256.LoadUnsafe(ref from, place)).StoreUnsafe(ref from, place);
                }

                known = Vector256.ConditionalSelect(closed, far, known);
                at = Vector256.ConditionalSelect(Vector256.LessThan(known, least), index, at);
                least = Vector256.Min(least, known);
                index += Vector256.Create(8);
            }

            var (nearest, where) = (int.MaxValue, -1);
            for (var lane = 0; lane < 8; lane++)
            {
                if (least[lane] < nearest || (least[lane] == nearest && at[lane] < where))
                {
                    (nearest, where) = (least[lane], at[lane]);
                }
            }

            return (where, nearest);
        }

        /// <summary>Prices after a path of this length: pairs on it cost nothing beyond them, and no pair less than nothing.</summary>
        private void Reprice(int length)
        {
            foreach (var column in _taken)
            {
                _v[column] += _distance[column] - length;
            }

            foreach (var (row, distance) in _reached)
            {
                _u[row] += length - distance;
            }
        }

        private void LeaveOut(int row, int leftOut)
        {
            _leftOut[leftOut] = true;
            if (leftOut != row)
            {
                var column = _columnOf[leftOut];
                _columnOf[leftOut] = -1;
                Serve(row, column);
            }
        }

        /// <summary>Back along the path: each row gives its column to the row before and takes the one it led to.</summary>
        private void Serve(int row, int column)
        {
            while (true)
            {
                var over = _from[column];
                var next = _columnOf[over];
                Assign(over, column);
                if (over == row)
                {
                    return;
                }

                column = next;
            }
        }
    }
}
