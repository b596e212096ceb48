using Partnership.Simulator.Randomness;
using Partnership.Simulator.Returns;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>
/// Breaks rules on purpose, one for each child it touches, going round all the breaks it knows so that many different rules are
/// broken. A break may well break a second rule; the one it is meant for is the one that is written down.
/// </summary>
/// <param name="collected">The return.</param>
/// <param name="last">Last year's, as it is without breaks; null where there is none.</param>
/// <param name="seed">One seed breaks the same for ever.</param>
/// <param name="lists">Whether the lists that some rules need go with the return.</param>
internal sealed class ErrorPlanter(CouncilReturn collected, CouncilReturn? last, long seed, bool lists)
{
    private readonly SeededRandom _draw = SeededRandom.For(seed, $"errors/{collected.Council}/{collected.Year}");
    private readonly HashSet<string> _touched = [];

    public IReadOnlyList<PlantedError> Plant(decimal share)
    {
        var wanted = (int)Math.Ceiling(collected.Header.Rows.Count * share);
        List<PlantableError> breaks = [.. PlantableErrors.For(collected, last, _touched.Contains), .. lists ? ListErrors.For(collected) : []];
        _draw.Shuffle(breaks);

        var planted = new List<(PlantableError Break, ReturnRow Row)>();
        while (planted.Count < wanted && breaks.Count > 0)
        {
            foreach (var candidate in breaks.ToList())
            {
                if (planted.Count >= wanted)
                {
                    break;
                }

                if (FindRow(candidate) is { } row)
                {
                    _touched.Add(row.Child);
                    var other = candidate.With?.Invoke(row);
                    planted.Add((candidate, candidate.Break(row)));
                    if (other is not null)
                    {
                        _touched.Add(other.Child);
                        planted.Add((candidate, other));
                    }
                }
                else
                {
                    breaks.Remove(candidate);
                }
            }
        }

        // Rows may have gone since: their numbers are known only now.
        return
        [
            .. planted
                .Select(entry => new PlantedError(
                    entry.Break.Rule, entry.Break.Reported.Name, entry.Break.Reported.Rows.IndexOf(entry.Row) + 1, entry.Row.Child,
                    collected.Year.Ending))
                .OrderBy(error => error.Table, StringComparer.Ordinal).ThenBy(error => error.Row),
        ];
    }

    private ReturnRow? FindRow(PlantableError candidate)
    {
        var rows = candidate.Table.Rows;
        var start = _draw.Between(0, Math.Max(0, rows.Count - 1));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[(start + i) % rows.Count];
            if (!_touched.Contains(row.Child) && candidate.Fits(row))
            {
                return row;
            }
        }

        return null;
    }
}

/// <summary>One way to break one rule.</summary>
/// <param name="Rule">Its number.</param>
/// <param name="Table">Where a row that fits is looked for.</param>
/// <param name="Reported">The table in which the broken rule shows.</param>
/// <param name="Fits">Whether the rule can be broken at a row.</param>
/// <param name="Break">Breaks the rule and answers the row at which it shows.</param>
internal sealed record PlantableError(
    string Rule, ReturnTable Table, ReturnTable Reported, Func<ReturnRow, bool> Fits, Func<ReturnRow, ReturnRow> Break)
{
    /// <summary>The row of another child at which a rule across children shows too, before it is broken; null for a rule of one child.</summary>
    public Func<ReturnRow, ReturnRow?>? With { get; init; }
}
