using System.Collections;

namespace Partnership.CaseData.Ssda903;

/// <summary>The rows of one table of a return in file order, in one array of their own type.</summary>
internal sealed class TableRows(Table table) : ICollection<ReturnRow>
{
    private ReturnRow[] _rows = [];

    public int Count { get; private set; }

    public bool IsReadOnly => false;

    internal ReturnRow[] Array => _rows;

    internal ArraySegment<ReturnRow> Segment => new(_rows, 0, Count);

    public void Add(ReturnRow item)
    {
        if (Count == _rows.Length)
        {
            var grown = Tables.NewRows(table, Math.Max(16, Count * 2));
            System.Array.Copy(_rows, grown, Count);
            _rows = grown;
        }

        _rows[Count++] = item;
    }

    public void Clear() => Count = 0;

    public bool Contains(ReturnRow item) => Segment.Contains(item);

    public void CopyTo(ReturnRow[] array, int arrayIndex) => Segment.CopyTo(array, arrayIndex);

    public bool Remove(ReturnRow item) => throw new NotSupportedException("Rows of a return are only added.");

    public IEnumerator<ReturnRow> GetEnumerator() => Segment.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
