using System.Diagnostics.CodeAnalysis;

namespace Partnership.CaseData.Ssda903;

/// <summary>The children of a return, each with all its rows, in the order in which they first appear.</summary>
public sealed class ReturnChildren
{
    private readonly List<ChildRows> _children = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    internal ReturnChildren(IEnumerable<TableRows> tables)
    {
        foreach (var table in tables)
        {
            ChildRows? last = null;
            var place = -1;
            var rows = table.Array;
            for (var at = 0; at < table.Count; at++)
            {
                var child = rows[at].Child;

                // A file mostly lists a child's rows together, and all files list the children in one order.
                if (last?.Child != child)
                {
                    place = PlaceOf(child, place + 1);
                    last = _children[place];
                }

                last!.Add(rows, at);
            }
        }
    }

    /// <summary>The children in the order in which they first appear.</summary>
    public IReadOnlyList<ChildRows> All => _children;

    /// <summary>Finds a child by CHILD.</summary>
    public bool TryGet(string child, [NotNullWhen(true)] out ChildRows? rows)
    {
        rows = _places.TryGetValue(child, out var place) ? _children[place] : null;
        return rows is not null;
    }

    private int PlaceOf(string child, int guess)
    {
        if (guess < _children.Count && _children[guess].Child == child)
        {
            return guess;
        }

        if (!_places.TryGetValue(child, out var place))
        {
            place = _children.Count;
            _places.Add(child, place);
            _children.Add(new ChildRows(child));
        }

        return place;
    }
}
