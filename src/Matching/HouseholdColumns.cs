using System.Numerics;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>
/// Where a block of households keeps what. A <em>fact</em> is a word with one bit for each household: a limit is one or more of them.
/// A <em>column</em> is a part of the order's key for each household: a search adds up those of its factors.
/// </summary>
internal static class HouseholdColumns
{
    /// <summary>Nothing of the household itself stands against a link: approval, availability, links, a home that can be asked about.</summary>
    public const int Open = 0;
    public const int Adoption = 1;
    public const int EarlyPermanence = 2;
    public const int LongTermFostering = 3;
    public const int FirstNumber = 4;
    public const int FirstAge = FirstNumber + Numbers;
    public const int Facts = FirstAge + Ages;

    private const int Numbers = 3;
    private const int Ages = 9;

    private static readonly int Cells = NeedVocabulary.All.Count * NeedVocabulary.Levels;

    /// <summary>How many columns.</summary>
    public static int Count { get; } = Cells + Numbers + Ages + 2;

    /// <summary>Stage 2, or a review overdue.</summary>
    public static int Approval { get; } = Cells + Numbers + Ages;

    /// <summary>A temporary approval would be needed.</summary>
    public static int Route { get; } = Approval + 1;

    /// <summary>The column of one level of one need.</summary>
    public static int Of(Need need, NeedLevel level) => NeedVocabulary.CellOf(need, level);

    /// <summary>The column of a number of children.</summary>
    public static int Of(ChildCounts number) => Cells + BitOperations.Log2((uint)number);

    /// <summary>The column of an age band.</summary>
    public static int Of(AgeBands band) => Cells + Numbers + BitOperations.Log2((uint)band);

    /// <summary>The fact that a number is offered.</summary>
    public static int FactOf(ChildCounts number) => FirstNumber + BitOperations.Log2((uint)number);

    /// <summary>The fact that an age band is offered.</summary>
    public static int FactOf(AgeBands band) => FirstAge + BitOperations.Log2((uint)band);
}
