using System.Text.Json.Serialization;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>How a household has moved on a list.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Movement>))]
public enum Movement
{
    /// <summary>It was not on the list before.</summary>
    Entered = 1,

    /// <summary>It is on the list no longer.</summary>
    Left = 2,

    /// <summary>It has passed others that were on the list before.</summary>
    Up = 3,

    /// <summary>Others that were on the list before have passed it.</summary>
    Down = 4,
}

/// <summary>
/// What moved it. A household that enters or leaves because a limit holds, or no longer holds, on its side has
/// <see cref="Candidacy"/>, whichever limit it is: an answer of the child's hub looks like a hold, a full number of links or an agreement.
/// </summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<MoveCauses>))]
public enum MoveCauses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A fact of the children: see <see cref="Move.ChildFacts"/>.</summary>
    ChildFacts = 1,

    /// <summary>What the household answered, or its evidence: see <see cref="Move.Factors"/>.</summary>
    HouseholdFacts = 2,

    /// <summary>It has become, or is no longer, possible as a candidate.</summary>
    Candidacy = 4,

    /// <summary>The region declared other weights.</summary>
    Weights = 8,

    /// <summary>A quarter has passed and evidence has grown old.</summary>
    EvidenceAged = 16,

    /// <summary>Nothing of its own: others came, went or moved.</summary>
    Others = 32,
}

/// <summary>Facts of a search's children that lists depend on.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<ChildFacts>))]
public enum ChildFacts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Who they are: a child has joined or left the group.</summary>
    Members = 1,

    /// <summary>The plan, or what early permanence waits for.</summary>
    Plan = 2,

    /// <summary>How many are to be placed together.</summary>
    Number = 4,

    /// <summary>A child's age band.</summary>
    Ages = 8,

    /// <summary>A need, or its level.</summary>
    Needs = 16,

    /// <summary>The evidence of a need.</summary>
    Evidence = 32,

    /// <summary>The search is run again, or no longer.</summary>
    State = 64,
}

/// <summary>A factor that reads differently.</summary>
/// <param name="Before">As it read; null when it was none.</param>
/// <param name="After">As it reads; null when it is none.</param>
public sealed record FactorChange(Factor? Before, Factor? After);

/// <summary>A household that has moved on a list, and why.</summary>
/// <param name="Household">The household.</param>
/// <param name="Movement">How.</param>
/// <param name="From">Its place before; null when it entered.</param>
/// <param name="To">Its place now; null when it left.</param>
/// <param name="Causes">Why; at least one.</param>
/// <param name="ChildFacts">The children's facts that changed.</param>
/// <param name="Factors">Factors that read differently, of a household that was and is on the list.</param>
public sealed record Move(
    Guid Household, Movement Movement, int? From, int? To, MoveCauses Causes, ChildFacts ChildFacts, IReadOnlyList<FactorChange> Factors);

/// <summary>What moved between two lists of one search, and the fact that moved it.</summary>
public static class SearchMoves
{
    /// <summary>
    /// Compares two lists. A household that others push down by coming in above it has not moved: it is the others that are told.
    /// </summary>
    /// <param name="before">The region that <paramref name="earlier"/> was made of; null when it is not known any more.</param>
    /// <param name="earlier">The list before.</param>
    /// <param name="after">The region that <paramref name="later"/> was made of.</param>
    /// <param name="later">The list now, of the same search and length.</param>
    public static IReadOnlyList<Move> Between(RegionIndex? before, CandidateList earlier, RegionIndex after, CandidateList later)
    {
        var then = earlier.Candidates.ToDictionary(candidate => candidate.Household);
        var now = later.Candidates.ToDictionary(candidate => candidate.Household);
        var common = new Common(
            before?.Find(earlier.Search), after.Find(later.Search), earlier.WeightsVersion != later.WeightsVersion,
            before is not null && before.Rules.Today != after.Rules.Today);

        var moves = new List<Move>();
        foreach (var candidate in earlier.Candidates.Where(candidate => !now.ContainsKey(candidate.Household)))
        {
            var possible = after.Passes(later.Search, candidate.Household);
            moves.Add(common.Tell(candidate.Household, Movement.Left, candidate.Rank, null, possible, HasChanged(before, after, candidate.Household)));
        }

        foreach (var candidate in later.Candidates.Where(candidate => !then.ContainsKey(candidate.Household)))
        {
            var possible = before is not null && before.Passes(later.Search, candidate.Household);
            moves.Add(common.Tell(candidate.Household, Movement.Entered, null, candidate.Rank, possible, HasChanged(before, after, candidate.Household)));
        }

        var stayed = later.Candidates.Where(candidate => then.ContainsKey(candidate.Household)).ToList();
        var changes = stayed.ConvertAll(candidate => Changes(then[candidate.Household], candidate));
        var still = InOrder(stayed.ConvertAll(candidate => then[candidate.Household].Rank), changes.ConvertAll(change => change.Count == 0));
        for (var i = 0; i < stayed.Count; i++)
        {
            if (!still[i])
            {
                var (from, to) = (then[stayed[i].Household].Rank, stayed[i].Rank);
                var passed = stayed.Take(i).Any(other => then[other.Household].Rank > from);
                moves.Add(common.Tell(stayed[i].Household, passed ? Movement.Down : Movement.Up, from, to, changes[i]));
            }
        }

        return moves;
    }

    private static bool HasChanged(RegionIndex? before, RegionIndex after, Guid household) =>
        before?.Offer(household) != after.Offer(household);

    private static List<FactorChange> Changes(Candidate then, Candidate now)
    {
        var before = then.Factors.ToDictionary(factor => (factor.Kind, factor.Need));
        var after = now.Factors.ToDictionary(factor => (factor.Kind, factor.Need));
        return [.. before.Keys.Union(after.Keys)
            .Select(key => new FactorChange(before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
            .Where(change => change.Before != change.After)];
    }

    /// <summary>
    /// The households that have not moved: the most that are still in the order they were in, rather those whose own factors are the same.
    /// </summary>
    private static bool[] InOrder(List<int> ranks, List<bool> unchanged)
    {
        var (best, previous) = (new int[ranks.Count], new int[ranks.Count]);
        var last = -1;
        for (var i = 0; i < ranks.Count; i++)
        {
            previous[i] = -1;
            for (var j = 0; j < i; j++)
            {
                if (ranks[j] < ranks[i] && best[j] > best[i])
                {
                    (best[i], previous[i]) = (best[j], j);
                }
            }

            // One more unchanged household is worth more than any number of changed ones.
            best[i] += unchanged[i] ? ranks.Count + 1 : 1;
            last = last < 0 || best[i] > best[last] ? i : last;
        }

        var still = new bool[ranks.Count];
        for (; last >= 0; last = previous[last])
        {
            still[last] = true;
        }

        return still;
    }

    /// <summary>What concerns every household of the list.</summary>
    private sealed class Common(Search? then, Search? now, bool weights, bool quarterPassed)
    {
        private readonly ChildFacts _childFacts = FactsChanged(then, now);

        public Move Tell(Guid household, Movement movement, int? from, int? to, bool otherSidePossible, bool changed)
        {
            var causes = Shared();
            if (_childFacts == ChildFacts.None)
            {
                causes |= !otherSidePossible ? MoveCauses.Candidacy
                    : changed ? MoveCauses.HouseholdFacts
                    : quarterPassed ? MoveCauses.EvidenceAged
                    : MoveCauses.None;
            }

            return new Move(household, movement, from, to, OrOthers(causes), _childFacts, []);
        }

        public Move Tell(Guid household, Movement movement, int? from, int? to, List<FactorChange> changes)
        {
            var causes = Shared();
            foreach (var change in changes)
            {
                causes |= CauseOf(change);
            }

            return new Move(household, movement, from, to, OrOthers(causes), _childFacts, changes);
        }

        private static MoveCauses OrOthers(MoveCauses causes) => causes == MoveCauses.None ? MoveCauses.Others : causes;

        private static MoveCauses CauseOf(FactorChange change)
        {
            if (change is not { Before: { } before, After: { } after })
            {
                return MoveCauses.None;
            }

            var causes = MoveCauses.None;
            if ((before.Answer, before.Approval, before.ReviewOverdue, before.Route, before.Household.From)
                != (after.Answer, after.Approval, after.ReviewOverdue, after.Route, after.Household.From)
                && (before.Level, before.Number, before.Age) == (after.Level, after.Number, after.Age))
            {
                causes |= MoveCauses.HouseholdFacts;
            }

            if ((before.Child.From == after.Child.From && before.Child.State != after.Child.State)
                || (before.Household.From == after.Household.From && before.Household.State != after.Household.State))
            {
                causes |= MoveCauses.EvidenceAged;
            }

            return causes;
        }

        private static ChildFacts FactsChanged(Search? then, Search? now)
        {
            if (then is null || now is null)
            {
                return then is null && now is null ? ChildFacts.None : ChildFacts.State;
            }

            var facts = then.State == now.State ? ChildFacts.None : ChildFacts.State;
            facts |= then.Children.Select(child => child.Reference).SequenceEqual(now.Children.Select(child => child.Reference)) ? 0 : ChildFacts.Members;
            facts |= Same(then, now, child => (child.Plan, child.EarlyPermanence, child.Preconditions)) ? 0 : ChildFacts.Plan;
            facts |= then.Number == now.Number ? 0 : ChildFacts.Number;
            facts |= then.Bands.SequenceEqual(now.Bands) ? 0 : ChildFacts.Ages;
            facts |= Same(then, now, child => child.Needs) ? 0 : ChildFacts.Needs;
            facts |= Same(then, now, child => child.Evidence) ? 0 : ChildFacts.Evidence;
            return facts;
        }

        private static bool Same<T>(Search then, Search now, Func<ChildProfiled, T> of) =>
            then.Children.Select(of).SequenceEqual(now.Children.Select(of));

        private MoveCauses Shared() =>
            (_childFacts == ChildFacts.None ? MoveCauses.None : MoveCauses.ChildFacts) | (weights ? MoveCauses.Weights : MoveCauses.None);
    }
}
