namespace Partnership.Matching;

/// <summary>The first so many of a search, in order: by key, then by the pair's mix, then by reference. Nobody is equal to another.</summary>
internal sealed class Ranking(int length)
{
    private readonly uint[] _keys = new uint[length];
    private readonly ulong[] _mixes = new ulong[length];
    private readonly Guid[] _households = new Guid[length];
    private readonly int[] _places = new int[length];

    public int Count { get; private set; }

    /// <summary>Whoever has a higher key is not among the first.</summary>
    public uint Highest => Count < length ? OrderKey.Refused - 1 : _keys[length - 1];

    public ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    public ReadOnlySpan<uint> Keys => _keys.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Whether a household of this key, mix and reference would be among the first.</summary>
    public bool WouldTake(uint key, ulong mix, Guid household) =>
        key < OrderKey.Refused && (Count < length || Before(key, mix, household, length - 1));

    public void Offer(uint key, ulong mix, int place, Guid household)
    {
        if (!WouldTake(key, mix, household))
        {
            return;
        }

        var at = Count < length ? Count++ : length - 1;
        while (at > 0 && Before(key, mix, household, at - 1))
        {
            (_keys[at], _mixes[at], _households[at], _places[at]) = (_keys[at - 1], _mixes[at - 1], _households[at - 1], _places[at - 1]);
            at--;
        }

        (_keys[at], _mixes[at], _households[at], _places[at]) = (key, mix, household, place);
    }

    private bool Before(uint key, ulong mix, Guid household, int at) => key != _keys[at] ? key < _keys[at]
        : mix != _mixes[at] ? mix < _mixes[at]
        : household.CompareTo(_households[at]) < 0;
}
