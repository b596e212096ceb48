using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>
/// How much each factor counts in the order of a list: ten whole numbers from 0 to 100 that the region declares. A need counts its area's
/// weight once for low, twice for medium, three times for high.
/// </summary>
/// <param name="Version">Which declaration these are of: shown with every list that was ordered by them.</param>
/// <param name="Number">The number of children.</param>
/// <param name="Ages">The age of a child: of the oldest and of the youngest, where they differ.</param>
/// <param name="Approval">Stage 2, or a review that is overdue.</param>
/// <param name="Route">For early permanence, whether a temporary approval is needed.</param>
/// <param name="DisabilityAndHealth">Needs of this area.</param>
/// <param name="DevelopmentalUncertainty">Needs of this area.</param>
/// <param name="AttachmentAndTrauma">Needs of this area.</param>
/// <param name="Behaviour">Needs of this area.</param>
/// <param name="Learning">Needs of this area.</param>
/// <param name="ContactPlan">Needs of this area.</param>
public sealed record MatchingWeights(
    int Version,
    int Number,
    int Ages,
    int Approval,
    int Route,
    int DisabilityAndHealth,
    int DevelopmentalUncertainty,
    int AttachmentAndTrauma,
    int Behaviour,
    int Learning,
    int ContactPlan)
{
    /// <summary>The highest weight.</summary>
    public const int Highest = 100;

    /// <summary>What holds until a region declares its own: every need alike, what an approval names three times as much.</summary>
    public static MatchingWeights Initial { get; } = new(0, 30, 30, 20, 30, 10, 10, 10, 10, 10, 10);

    /// <summary>The weight of an area of need.</summary>
    public int Of(NeedArea area) => area switch
    {
        NeedArea.DisabilityAndHealth => DisabilityAndHealth,
        NeedArea.DevelopmentalUncertainty => DevelopmentalUncertainty,
        NeedArea.AttachmentAndTrauma => AttachmentAndTrauma,
        NeedArea.Behaviour => Behaviour,
        NeedArea.Learning => Learning,
        NeedArea.ContactPlan => ContactPlan,
        _ => throw new ArgumentOutOfRangeException(nameof(area)),
    };

    /// <summary>The name of the first weight that is not from 0 to 100; null when all are.</summary>
    public string? OutOfRange()
    {
        (string Name, int Weight)[] all =
        [
            (nameof(Number), Number), (nameof(Ages), Ages), (nameof(Approval), Approval), (nameof(Route), Route),
            (nameof(DisabilityAndHealth), DisabilityAndHealth), (nameof(DevelopmentalUncertainty), DevelopmentalUncertainty),
            (nameof(AttachmentAndTrauma), AttachmentAndTrauma), (nameof(Behaviour), Behaviour), (nameof(Learning), Learning),
            (nameof(ContactPlan), ContactPlan),
        ];
        foreach (var (name, weight) in all)
        {
            if (weight is < 0 or > Highest)
            {
                return name;
            }
        }

        return null;
    }
}
