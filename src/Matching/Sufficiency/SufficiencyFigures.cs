using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching.Sufficiency;

/// <summary>Ages that a household may be recruited for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgeRange>))]
public enum AgeRange
{
    /// <summary>Under two years.</summary>
    UnderTwo = 1,

    /// <summary>Under five years.</summary>
    UnderFive = 2,

    /// <summary>Five years and over.</summary>
    FiveAndOver = 3,

    /// <summary>Any age.</summary>
    Any = 4,
}

/// <summary>Searches with as many possible households, or households with as many searches.</summary>
/// <param name="From">At least.</param>
/// <param name="To">At most; null for no end.</param>
/// <param name="Count">How many; null when hidden.</param>
public sealed record ChoiceBand(int From, int? To, int? Count);

/// <summary>Searches that compete for the same households, of which there are fewer than they, while nobody else could take them.</summary>
/// <param name="Searches">How many searches.</param>
/// <param name="Households">For how many households.</param>
/// <param name="ForGroups">Of these searches, those for brothers and sisters; null when hidden.</param>
/// <param name="FiveOrOver">Those with a child of five or over; null when hidden.</param>
/// <param name="Areas">Those with a medium or high need in each area; null when hidden.</param>
public sealed record Contest(int Searches, int Households, int? ForGroups, int? FiveOrOver, IReadOnlyDictionary<NeedArea, int?> Areas);

/// <summary>A kind of household that might be recruited.</summary>
/// <param name="Route">Adoption, dual approval or long-term fostering.</param>
/// <param name="Number">How many children.</param>
/// <param name="Ages">Of what age.</param>
/// <param name="Area">
/// The area of which it would refuse nothing; null for a household that refuses what most of the region's do. In every other area it refuses that, too.
/// </param>
/// <param name="More">How many more searches would be served with <see cref="SufficiencyFigures.Recruited"/> more of them; never less than six.</param>
public sealed record RecruitmentTarget(HouseholdRoutes Route, ChildCounts Number, AgeRange Ages, NeedArea? Area, int More);

/// <summary>
/// Whether the region has the families that its children need: for planning, never about a named child. Counts of one to five are hidden. What
/// children's hubs answered about households has no part in it, so that no count can tell an answer. It is made of approved households alone, or of those in stage
/// two as well: the two are never mixed.
/// </summary>
/// <param name="Searches">Searches that are run, each child in one of them: with its group where a household is possible for the group, else alone.</param>
/// <param name="Households">Households that can be asked now.</param>
/// <param name="Served">How many could be served when each household takes one: the greatest number.</param>
/// <param name="Competing">Not served although households are possible: others need them as much.</param>
/// <param name="WithoutHousehold">No household passes the limits.</param>
/// <param name="IsExact">The assignment's sum is proved to be the least; the number served always is the greatest.</param>
/// <param name="Gap">By which share the sum may be above the least; 0 when exact.</param>
/// <param name="Choices">Searches that have one, by how many households they could go to.</param>
/// <param name="Claims">Households by how many searches could go to them.</param>
/// <param name="Contests">Who competes for whom, the largest first; left out where one of its counts would be below six.</param>
/// <param name="Targets">What recruitment would help, the most helpful first.</param>
public sealed record SufficiencyFigures(
    int? Searches,
    int? Households,
    int? Served,
    int? Competing,
    int? WithoutHousehold,
    bool IsExact,
    decimal Gap,
    IReadOnlyList<ChoiceBand> Choices,
    IReadOnlyList<ChoiceBand> Claims,
    IReadOnlyList<Contest> Contests,
    IReadOnlyList<RecruitmentTarget> Targets)
{
    /// <summary>How many households of one kind each target is about.</summary>
    public const int Recruited = 10;

    /// <summary>
    /// These figures, of a region with its pipeline, as they may stand beside those without it: what differs by one to five is hidden. Null where the pipeline itself, or
    /// the searches that are counted otherwise, are so few.
    /// </summary>
    public SufficiencyFigures? Beside(SufficiencyFigures approved)
    {
        if (SmallCounts.IsFew(approved.Households, Households) || SmallCounts.IsFew(approved.Searches, Searches))
        {
            return null;
        }

        var parts = SmallCounts.Beside([approved.Served, approved.Competing, approved.WithoutHousehold], [Served, Competing, WithoutHousehold]);
        return this with
        {
            Served = parts[0], Competing = parts[1], WithoutHousehold = parts[2], Choices = BandsBeside(approved.Choices, Choices), Claims = BandsBeside(approved.Claims, Claims),
        };
    }

    private static List<ChoiceBand> BandsBeside(IReadOnlyList<ChoiceBand> first, IReadOnlyList<ChoiceBand> second)
    {
        var shown = SmallCounts.Beside([.. first.Select(band => band.Count)], [.. second.Select(band => band.Count)]);
        return [.. second.Select((band, i) => band with { Count = shown[i] })];
    }
}
