namespace Partnership.Matching.Sufficiency;

/// <summary>For each search (row) and household (column) the sum that the order is made of, or that the pair is not possible.</summary>
public sealed class CostMatrix
{
    /// <summary>The pair is not possible.</summary>
    public const ushort Impossible = ushort.MaxValue;

    /// <summary>The highest cost of a pair that is possible.</summary>
    public const ushort Highest = ushort.MaxValue - 1;

    // Rows end on a whole vector, so that nothing is left over at their end.
    internal const int Padding = 16;

    private readonly ushort[] _costs;

    /// <summary>No pair is possible yet.</summary>
    public CostMatrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Width = (columns + Padding - 1) / Padding * Padding;
        _costs = new ushort[checked(rows * Width)];
        Array.Fill(_costs, Impossible);
    }

    /// <summary>How many searches.</summary>
    public int Rows { get; }

    /// <summary>How many households.</summary>
    public int Columns { get; }

    internal int Width { get; }

    /// <summary>The cost of a pair.</summary>
    public ushort this[int row, int column]
    {
        get => RowOf(row)[column];
        set => RowOf(row)[column] = value;
    }

    /// <summary>Whether a pair is possible.</summary>
    public bool IsPossible(int row, int column) => this[row, column] != Impossible;

    /// <summary>The columns that are possible for a row, as bits.</summary>
    internal ulong[] PossibleOf(int row)
    {
        var words = new ulong[(Columns + 63) / 64];
        var costs = RowOf(row);
        for (var column = 0; column < Columns; column++)
        {
            words[column / 64] |= costs[column] == Impossible ? 0 : 1UL << (column % 64);
        }

        return words;
    }

    internal Span<ushort> RowOf(int row) => _costs.AsSpan(row * Width, Width);
}
