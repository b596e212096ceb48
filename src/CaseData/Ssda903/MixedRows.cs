using System.Collections;

namespace Partnership.CaseData.Ssda903;

/// <summary>Takes rows of several tables and puts each into its own.</summary>
internal sealed class MixedRows(TableRows[] tables) : ICollection<ReturnRow>
{
    public int Count { get; private set; }

    public bool IsReadOnly => false;

    public void Add(ReturnRow item)
    {
        tables[(int)item.Table].Add(item);
        Count++;
    }

    public void Clear() => throw new NotSupportedException("Rows of a return are only added.");

    public bool Contains(ReturnRow item) => throw new NotSupportedException("Rows of a return are only added.");

    public void CopyTo(ReturnRow[] array, int arrayIndex) => throw new NotSupportedException("Rows of a return are only added.");

    public bool Remove(ReturnRow item) => throw new NotSupportedException("Rows of a return are only added.");

    public IEnumerator<ReturnRow> GetEnumerator() => tables.SelectMany(table => table).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
