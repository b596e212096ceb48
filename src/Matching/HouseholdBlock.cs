using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>
/// Sixty-four households, laid out so that a search goes through all of them at once. Never changed once it is made: a change makes a copy of
/// this block alone.
/// </summary>
internal sealed class HouseholdBlock
{
    public const int Size = 64;

    // With fewer households left than this, adding up lane by lane costs less than adding up all.
    private const int FewLanes = 8;

    private readonly uint[] _columns;
    private readonly ulong[] _facts;
    private readonly ulong[] _mixes;
    private readonly HouseholdOffered?[] _offers;
    private readonly int[] _links;
    private readonly ulong[] _shared;

    private HouseholdBlock(uint[] columns, ulong[] facts, ulong[] mixes, HouseholdOffered?[] offers, int[] links, ulong[] shared) =>
        (_columns, _facts, _mixes, _offers, _links, _shared) = (columns, facts, mixes, offers, links, shared);

    private HouseholdBlock(HouseholdBlock from)
        : this([.. from._columns], [.. from._facts], [.. from._mixes], [.. from._offers], [.. from._links], [.. from._shared])
    {
    }

    private HouseholdBlock(int councils)
        : this(
            new uint[HouseholdColumns.Count * Size], new ulong[HouseholdColumns.Facts], new ulong[Size], new HouseholdOffered?[Size], new int[Size],
            new ulong[councils])
    {
    }

    /// <summary>No household, seen by as many searching councils.</summary>
    public static HouseholdBlock Empty(int councils) => new(councils);

    public HouseholdOffered? Offer(int lane) => _offers[lane];

    public int Links(int lane) => _links[lane];

    public ulong Mix(int lane) => _mixes[lane];

    /// <summary>The same with another household, or none, in a place.</summary>
    public HouseholdBlock With(int lane, HouseholdOffered? household, int links, MatchingRules rules, IReadOnlyList<CouncilCode> searching)
    {
        var made = new HouseholdBlock(this);
        made.Put(lane, household, links, rules, searching);
        return made;
    }

    /// <summary>The same with another number of live links of the household in a place.</summary>
    public HouseholdBlock WithLinks(int lane, int links, MatchingRules rules)
    {
        var made = new HouseholdBlock(_columns, [.. _facts], _mixes, _offers, [.. _links], _shared);
        made._links[lane] = links;
        Set(ref made._facts[HouseholdColumns.Open], lane, _offers[lane]!.IsOpen(links, rules));
        return made;
    }

    /// <summary>The same under other rules.</summary>
    public HouseholdBlock With(MatchingRules rules, IReadOnlyList<CouncilCode> searching)
    {
        var made = new HouseholdBlock(searching.Count);
        for (var lane = 0; lane < Size; lane++)
        {
            if (_offers[lane] is { } household)
            {
                made.Put(lane, household, _links[lane], rules, searching);
            }
        }

        return made;
    }

    /// <summary>The same with one searching council more, the last of these.</summary>
    public HouseholdBlock WithCouncil(MatchingRules rules, IReadOnlyList<CouncilCode> searching)
    {
        var shared = (ulong[])[.. _shared, 0];
        for (var lane = 0; lane < Size; lane++)
        {
            Set(ref shared[^1], lane, _offers[lane] is { } household && rules.Sharing.Allow(searching[^1], household.Council));
        }

        return new HouseholdBlock(_columns, _facts, _mixes, _offers, _links, shared);
    }

    /// <summary>Those that pass every limit which is not a need, an answer of the child's hub or a matter of history.</summary>
    public ulong Passing(Search search, bool sharing)
    {
        var passing = ulong.MaxValue;
        foreach (var fact in search.RequiredFacts)
        {
            passing &= _facts[fact];
        }

        if (sharing)
        {
            foreach (var council in search.CouncilPlaces)
            {
                passing &= _shared[council];
            }
        }

        return passing;
    }

    /// <summary>The key of one household for a search.</summary>
    public uint Key(Search search, int lane)
    {
        var key = 0u;
        foreach (var column in search.ColumnsWithoutEvidence)
        {
            key += _columns[column + lane];
        }

        key &= ~OrderKey.EvidenceMask;
        foreach (var column in search.Columns)
        {
            key += _columns[column + lane];
        }

        return key;
    }

    /// <summary>Which of <paramref name="lanes"/> have a key not above <paramref name="highest"/>; their keys are then in <paramref name="keys"/>.</summary>
    public ulong Keys(Search search, ulong lanes, uint highest, Span<uint> keys) =>
        BitOperations.PopCount(lanes) <= FewLanes ? FewKeys(search, lanes, highest, keys)
        : (HalfOfKeys(search, 0, highest, keys) | (HalfOfKeys(search, Size / 2, highest, keys) << (Size / 2))) & lanes;

    private ulong FewKeys(Search search, ulong lanes, uint highest, Span<uint> keys)
    {
        var found = 0UL;
        for (var left = lanes; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            keys[lane] = Key(search, lane);
            found |= keys[lane] <= highest ? 1UL << lane : 0;
        }

        return found;
    }

    // Four vectors of eight, so that the sums stay in registers.
    private ulong HalfOfKeys(Search search, int from, uint highest, Span<uint> keys)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_columns);
        var (a, b, c, d) = (Vector256<uint>.Zero, Vector256<uint>.Zero, Vector256<uint>.Zero, Vector256<uint>.Zero);
        foreach (var column in search.ColumnsWithoutEvidence)
        {
            var at = (nuint)(column + from);
            a += Vector256.LoadUnsafe(ref first, at);
            b += Vector256.LoadUnsafe(ref first, at + 8);
            c += Vector256.LoadUnsafe(ref first, at + 16);
            d += Vector256.LoadUnsafe(ref first, at + 24);
        }

        var mask = Vector256.Create(~OrderKey.EvidenceMask);
        (a, b, c, d) = (a & mask, b & mask, c & mask, d & mask);
        foreach (var column in search.Columns)
        {
            var at = (nuint)(column + from);
            a += Vector256.LoadUnsafe(ref first, at);
            b += Vector256.LoadUnsafe(ref first, at + 8);
            c += Vector256.LoadUnsafe(ref first, at + 16);
            d += Vector256.LoadUnsafe(ref first, at + 24);
        }

        var limit = Vector256.Create(highest);
        var found = Vector256.LessThanOrEqual(a, limit).ExtractMostSignificantBits()
            | (Vector256.LessThanOrEqual(b, limit).ExtractMostSignificantBits() << 8)
            | (Vector256.LessThanOrEqual(c, limit).ExtractMostSignificantBits() << 16)
            | (Vector256.LessThanOrEqual(d, limit).ExtractMostSignificantBits() << 24);
        if (found != 0)
        {
            a.CopyTo(keys[from..]);
            b.CopyTo(keys[(from + 8)..]);
            c.CopyTo(keys[(from + 16)..]);
            d.CopyTo(keys[(from + 24)..]);
        }

        return found;
    }

    private static void Set(ref ulong word, int lane, bool on) => word = on ? word | (1UL << lane) : word & ~(1UL << lane);

    private void Put(int lane, HouseholdOffered? household, int links, MatchingRules rules, IReadOnlyList<CouncilCode> searching)
    {
        _offers[lane] = household;
        _links[lane] = links;
        for (var council = 0; council < searching.Count; council++)
        {
            Set(ref _shared[council], lane, household is not null && rules.Sharing.Allow(searching[council], household.Council));
        }

        if (household is null)
        {
            Set(ref _facts[HouseholdColumns.Open], lane, false);
            return;
        }

        _mixes[lane] = OrderKey.Fold(household.Reference);
        PutFacts(lane, household, links, rules);
        PutColumns(lane, household, rules);
    }

    private void PutFacts(int lane, HouseholdOffered household, int links, MatchingRules rules)
    {
        Set(ref _facts[HouseholdColumns.Open], lane, household.IsOpen(links, rules));
        Set(ref _facts[HouseholdColumns.Adoption], lane, household.Routes.HasFlag(HouseholdRoutes.Adoption));
        Set(ref _facts[HouseholdColumns.EarlyPermanence], lane, household.TakesForEarlyPermanence());
        Set(ref _facts[HouseholdColumns.LongTermFostering], lane, household.Routes.HasFlag(HouseholdRoutes.LongTermFostering));
        foreach (var number in Enumerated.Numbers)
        {
            Set(ref _facts[HouseholdColumns.FactOf(number)], lane, household.To(number) != OfferAnswer.No);
        }

        foreach (var band in Enumerated.Bands)
        {
            Set(ref _facts[HouseholdColumns.FactOf(band)], lane, household.To(band) != OfferAnswer.No);
        }
    }

    private void PutColumns(int lane, HouseholdOffered household, MatchingRules rules)
    {
        var weights = rules.Weights;
        foreach (var need in NeedVocabulary.All)
        {
            var weight = weights.Of(NeedVocabulary.AreaOf(need));
            var evidence = rules.StateOf(household.Evidence[need]) == EvidenceState.Recent ? 0 : OrderKey.WithoutEvidence;
            foreach (var level in Enumerated.Levels)
            {
                var answer = household.Offers[need, level];
                Column(HouseholdColumns.Of(need, level), lane) = answer == OfferAnswer.No
                    ? OrderKey.Refused
                    : OrderKey.Of(weight * (int)level, Answers.FitOf(answer)) + evidence;
            }
        }

        // A number or band that is a no is a limit, held by its fact.
        foreach (var number in Enumerated.Numbers)
        {
            Column(HouseholdColumns.Of(number), lane) = household.To(number) is not OfferAnswer.No and var answer
                ? OrderKey.Of(weights.Number, Answers.FitOf(answer))
                : 0;
        }

        foreach (var band in Enumerated.Bands)
        {
            Column(HouseholdColumns.Of(band), lane) = household.To(band) is not OfferAnswer.No and var answer
                ? OrderKey.Of(weights.Ages, Answers.FitOf(answer))
                : 0;
        }

        Column(HouseholdColumns.Approval, lane) = OrderKey.Of(weights.Approval, household.FitOfApproval());
        Column(HouseholdColumns.Route, lane) = OrderKey.Of(weights.Route, household.FitOfRoute());
    }

    private ref uint Column(int column, int lane) => ref _columns[(column * Size) + lane];
}
