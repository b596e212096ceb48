namespace Partnership.CentralHub.Releases;

/// <summary>How an edition and a later state differ, by council.</summary>
internal sealed class Changes
{
    private readonly Dictionary<short, Tally> _byCouncil = [];
    private readonly bool _knowsFresh;

    private Changes(bool knowsFresh) => _knowsFresh = knowsFresh;

    internal IEnumerable<short> Councils => _byCouncil.Keys;

    /// <summary>Compares an edition with a later state.</summary>
    /// <param name="edition">What was released.</param>
    /// <param name="children">What might be released now.</param>
    /// <param name="served">
    /// Every edition seen so far, to tell children that no reader has met; null where only the difference itself is to be judged.
    /// </param>
    internal static Changes Between(Edition edition, IReadOnlyDictionary<Guid, Contribution> children, IReadOnlyList<Edition>? served)
    {
        var changes = new Changes(served is not null);
        foreach (var child in children.Values)
        {
            var before = edition.Children.TryGetValue(child.Reference, out var known) ? known : (Contribution?)null;
            if (before == child)
            {
                continue;
            }

            changes.Of(child.Council).Add(child.Reference, gap: child.Gap != 0 && before?.Gap != child.Gap);
            changes.Of(child.Council).Arrive(
                fresh: served?.Any(seen => seen.Children.TryGetValue(child.Reference, out var then) && then == child) == false,
                gap: child.Gap != 0 && before?.Gap != child.Gap,
                freshGap: served?.Any(seen => seen.Children.TryGetValue(child.Reference, out var then) && then.Gap == child.Gap) == false);
            if (before is { } old)
            {
                changes.Of(old.Council).Add(old.Reference, gap: old.Gap != 0 && old.Gap != child.Gap);
            }
        }

        foreach (var gone in edition.Children.Values.Where(child => !children.ContainsKey(child.Reference)))
        {
            changes.Of(gone.Council).Add(gone.Reference, gap: gone.Gap != 0);
        }

        return changes;
    }

    internal Count Of(IEnumerable<short> councils)
    {
        var count = new Count(0, 0, 0, 0, 0, 0, _knowsFresh);
        foreach (var council in councils)
        {
            if (_byCouncil.TryGetValue(council, out var tally))
            {
                count = tally.AddTo(count);
            }
        }

        return count;
    }

    internal Count OfAll() => Of(_byCouncil.Keys);

    internal Count OfAllBut(short own) => Of(_byCouncil.Keys.Where(council => council != own));

    private Tally Of(short council) => _byCouncil.TryGetValue(council, out var tally) ? tally : _byCouncil[council] = new Tally();

    /// <summary>How many children differ, and in how many the gap differs (see <see cref="Contribution"/>); of them those that arrived and those never seen.</summary>
    internal readonly record struct Count(int Children, int Gaps, int Arrived, int ArrivedGaps, int Fresh, int FreshGaps, bool KnowsFresh)
    {
        /// <summary>Nobody, or enough children to stand behind a figure.</summary>
        internal bool IsSafe => ReleaseRule.IsSafe(Children) && ReleaseRule.IsSafe(Gaps);

        /// <summary>
        /// Whether readers may see the change. Enough must be new to every reader: then no combination of this edition with earlier
        /// ones, however many, cancels them. Children who only leave have been seen; of them as many must leave at once.
        /// </summary>
        internal bool MayShow => IsSafe && (!KnowsFresh
            || (IsNewEnough(Children, Arrived, Fresh) && IsNewEnough(Gaps, ArrivedGaps, FreshGaps)));

        private static bool IsNewEnough(int changed, int arrived, int fresh) => changed == 0 || fresh >= ReleaseRule.Threshold || arrived == 0;
    }

    private sealed class Tally
    {
        private readonly HashSet<Guid> _children = [];
        private readonly HashSet<Guid> _gaps = [];
        private int _arrived;
        private int _arrivedGaps;
        private int _fresh;
        private int _freshGaps;

        internal void Add(Guid child, bool gap)
        {
            _children.Add(child);
            if (gap)
            {
                _gaps.Add(child);
            }
        }

        internal void Arrive(bool fresh, bool gap, bool freshGap)
        {
            _arrived++;
            _fresh += fresh ? 1 : 0;
            _arrivedGaps += gap ? 1 : 0;
            _freshGaps += gap && freshGap ? 1 : 0;
        }

        internal Count AddTo(Count count) => count with
        {
            Children = count.Children + _children.Count,
            Gaps = count.Gaps + _gaps.Count,
            Arrived = count.Arrived + _arrived,
            ArrivedGaps = count.ArrivedGaps + _arrivedGaps,
            Fresh = count.Fresh + _fresh,
            FreshGaps = count.FreshGaps + _freshGaps,
        };
    }
}
