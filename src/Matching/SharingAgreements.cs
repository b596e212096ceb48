using Partnership.Contracts;

namespace Partnership.Matching;

/// <summary>Which councils may see each other's children and households: by the agreements that are in force now.</summary>
public sealed class SharingAgreements
{
    private readonly HashSet<(CouncilCode, CouncilCode)> _pairs = [];

    private SharingAgreements()
    {
    }

    /// <summary>No agreement: each council sees its own alone.</summary>
    public static SharingAgreements None { get; } = new();

    /// <summary>Agreements in force, each with the councils in it: two, or those of a region.</summary>
    public static SharingAgreements InForce(IEnumerable<IReadOnlyCollection<CouncilCode>> agreements)
    {
        var made = new SharingAgreements();
        foreach (var councils in agreements)
        {
            foreach (var one in councils)
            {
                foreach (var other in councils)
                {
                    made._pairs.Add((one, other));
                }
            }
        }

        return made;
    }

    /// <summary>Whether both may share. Within one council no agreement is needed.</summary>
    public bool Allow(CouncilCode one, CouncilCode other) => one == other || _pairs.Contains((one, other));
}
