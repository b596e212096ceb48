using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Tests.Releases;

/// <summary>A region of invented children in councils of different sizes, some of them tiny, that changes from day to day.</summary>
internal sealed class GeneratedRegion(int seed, short[] councils)
{
    internal const int FirstYear = 2019;
    internal const int Years = 4;
    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, RegionalFact> _facts = [];
    private readonly Dictionary<Cell, List<Edition>> _served = [];
    private readonly Dictionary<Cell, Edition> _unseen = [];
    private readonly List<(Cell, long, CouncilPart)> _parts = [];

    /// <summary>What an insider's view is decided by: each served edition's parts.</summary>
    internal IReadOnlyList<(Cell Cell, long Edition, CouncilPart Part)> Parts => _parts;

    /// <summary>The parts of those children whom an insider does not see.</summary>
    internal IEnumerable<(Cell Cell, long Edition, CouncilPart Part)> PartsOf(Func<Contribution, bool> hidden) => RestOfRegion.OfHidden(
        _served.SelectMany(cell => cell.Value.Select((edition, index) => (cell.Key, (long)index, (IReadOnlyList<Contribution>)[.. edition.Children.Values.Where(hidden)]))));

    internal void Live(Action<IReadOnlyDictionary<Cell, Edition>> read)
    {
        for (var day = 0; day < 7; day++)
        {
            Happen(day);
            Cut();
            if (_random.Next(4) > 0)
            {
                Serve();
                read(_served.ToDictionary(pair => pair.Key, pair => pair.Value[^1]));
            }
        }
    }

    private void Happen(int day)
    {
        for (var index = 0; index < councils.Length; index++)
        {
            // From about 12 a year down to 2; most days bring one or two children, some days a whole return.
            var size = 14 >> index;
            var whole = day == 0 || _random.Next(5) == 0;
            for (var child = 0; child < (whole ? _random.Next(size, (size * Years) + 1) : _random.Next(0, 3)); child++)
            {
                Add(councils[index], whole ? FirstYear + _random.Next(Years) : FirstYear + Years - 1);
            }
        }

        foreach (var reference in _facts.Keys.OrderBy(_ => _random.Next()).Take(_random.Next(0, 9)).ToList())
        {
            var known = _facts[reference];
            _facts[reference] = _random.Next(3) == 0 ? known with { Withdrawn = !known.Withdrawn } : Fact(reference, known.Council, known.Year ?? FirstYear, known.Kind);
        }
    }

    private void Add(short council, int year)
    {
        var reference = NewReference();
        _facts[reference] = Fact(reference, council, year, (FactKind)(_random.Next(4) switch { 0 => 1, 1 => 3, _ => 2 }));
    }

    private Guid NewReference()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private RegionalFact Fact(Guid reference, short council, int year, FactKind kind)
    {
        var fact = new RegionalFact { Kind = kind, Reference = reference, Council = council, Year = (short)year };
        switch (kind)
        {
            case FactKind.Stage:
                return fact with { Year = null, Stage = (ChildStage)_random.Next(0, 3), Band = (WaitBand)_random.Next(1, 3) };
            case FactKind.Wait:
                return fact with { Wait = (WaitAtYearEnd)_random.Next(1, 5) };
            default:
                var placed = _random.Next(200, 900);
                var fostered = _random.Next(3) == 0;
                var movedIn = fostered ? _random.Next(0, placed) : placed;
                return _random.Next(12) == 0
                    ? fact with { Exclusions = MeasureExclusions.NeverPlaced }
                    : fact with
                    {
                        EntryToPlacedDays = placed,
                        EntryToMovedInDays = movedIn,
                        Within = movedIn <= 426,
                        OrderToMatchDays = _random.Next(8) == 0 ? null : _random.Next(0, 400),
                        Exclusions = MeasureExclusions.NoPlacementOrder,
                    };
        }
    }

    private void Cut()
    {
        var live = _facts.Values.SelectMany(fact => Contributions.Of(fact, countWaiting: true))
            .GroupBy(part => part.Cell, part => part.Child)
            .ToDictionary(cell => cell.Key, cell => cell.ToDictionary(child => child.Reference));
        foreach (var cell in live.Keys.Union(_served.Keys))
        {
            if (ReleaseRule.Next(_served.GetValueOrDefault(cell) ?? [], live.GetValueOrDefault(cell) ?? []) is { } next)
            {
                _unseen[cell] = next;
            }
        }
    }

    private void Serve()
    {
        foreach (var (cell, edition) in _unseen)
        {
            if (!_served.TryGetValue(cell, out var served))
            {
                _served[cell] = served = [];
            }

            _parts.AddRange(edition.PartsSince(served.Count == 0 ? Edition.Empty : served[^1]).Select(part => (cell, (long)served.Count, part)));
            served.Add(edition);
        }

        _unseen.Clear();
    }
}
