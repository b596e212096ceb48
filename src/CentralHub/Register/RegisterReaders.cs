using Partnership.Contracts;
using Partnership.Matching;

namespace Partnership.CentralHub.Register;

/// <summary>
/// Which councils may read what is published of which: their own, and that of those with which they share by an agreement in force. Councils whose rows have the same readers form a circle, so
/// that under an agreement of the region all are one.
/// </summary>
internal sealed class RegisterReaders
{
    private readonly Dictionary<short, IReadOnlyList<short>> _readers;
    private readonly Dictionary<short, int> _circles = [];
    private readonly List<IReadOnlyList<int[]>> _sights = [];

    /// <param name="sharing">The agreements in force.</param>
    /// <param name="councils">Every council that has rows or reads them.</param>
    public RegisterReaders(SharingAgreements sharing, IEnumerable<CouncilCode> councils)
    {
        var all = councils.Distinct().Order().ToList();
        _readers = all.ToDictionary(
            owner => (short)owner.Number, owner => (IReadOnlyList<short>)[.. all.Where(reader => sharing.Allow(reader, owner)).Select(reader => (short)reader.Number)]);
        var byReaders = _readers.GroupBy(owner => string.Join(',', owner.Value)).ToList();
        foreach (var (circle, owners) in byReaders.Index())
        {
            foreach (var (owner, _) in owners)
            {
                _circles.Add(owner, circle);
            }
        }

        var seen = all.ToDictionary(
            reader => (short)reader.Number, reader => byReaders.Index().Where(circle => circle.Item.First().Value.Contains((short)reader.Number)).Select(circle => circle.Index).ToArray());
        foreach (var owners in byReaders)
        {
            _sights.Add([.. owners.First().Value.Select(reader => seen[reader]).DistinctBy(circles => string.Join(',', circles))]);
        }
    }

    /// <summary>The circle of a council's rows.</summary>
    public int CircleOf(short owner) => _circles[owner];

    /// <summary>What those who read a circle's rows read: of each kind of reader the circles, this one always among them.</summary>
    public IReadOnlyList<int[]> SightsOf(int circle) => _sights[circle];

    /// <summary>Who reads which council's rows.</summary>
    public IEnumerable<PublishedTo> Rows() => _readers.Select(owner => new PublishedTo { Owner = owner.Key, Readers = [.. owner.Value] });
}

/// <summary>For which councils the register was coarsened as it stands: whoever comes to share sees nothing of a council before its rows were made for that reader, too.</summary>
internal sealed class PublishedTo
{
    /// <summary>The council whose rows they are.</summary>
    public required short Owner { get; init; }

    /// <summary>Who may read them, in order.</summary>
    public required short[] Readers { get; set; }
}
