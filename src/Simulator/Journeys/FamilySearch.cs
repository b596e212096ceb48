namespace Partnership.Simulator.Journeys;

/// <summary>How brothers and sisters are searched for.</summary>
public enum SiblingsDecision
{
    Alone,
    Together,
    Parallel,
}

/// <summary>What is known of a child who is searched for.</summary>
/// <param name="Child">The child.</param>
/// <param name="Council">Its council.</param>
/// <param name="AgeMonths">Its age.</param>
/// <param name="Levels">By number of the need, from 0: 0 for absent, 1 to 3 for low to high.</param>
/// <param name="Family">The brothers and sisters it belongs to.</param>
/// <param name="FamilySize">How many they are.</param>
/// <param name="Siblings">How they are searched for.</param>
public sealed record SearchedChild(
    int Child, string Council, int AgeMonths, IReadOnlyList<int> Levels, int Family, int FamilySize, SiblingsDecision Siblings);

/// <summary>How far a household says that it goes in one need.</summary>
/// <param name="Asked">It was asked at all.</param>
/// <param name="Yes">The highest level it says yes to.</param>
/// <param name="CouldConsider">The highest level it says yes to or could consider.</param>
public readonly record struct SaidOfNeed(bool Asked, int Yes, int CouldConsider);

/// <summary>What a household says that it offers.</summary>
/// <param name="Home">The household.</param>
/// <param name="Council">The council that approves it.</param>
/// <param name="OldestYes">The oldest age in years that it says yes to.</param>
/// <param name="OldestCouldConsider">The oldest that it could consider.</param>
/// <param name="FewestYes">The fewest children it says yes to.</param>
/// <param name="MostYes">The most children it says yes to.</param>
/// <param name="MostCouldConsider">The most that it could consider.</param>
/// <param name="Needs">By number of the need, from 0.</param>
public sealed record OfferedHome(
    int Home, string Council, int OldestYes, int OldestCouldConsider, int FewestYes, int MostYes, int MostCouldConsider, IReadOnlyList<SaidOfNeed> Needs);

/// <summary>A search: of one child, or of a family's children together.</summary>
/// <param name="Family">The family.</param>
/// <param name="Child">The child; null for all together.</param>
public readonly record struct SearchOfChildren(int Family, int? Child);

/// <summary>
/// Who is found for whom. The simulator knows no rule of matching: whoever runs it puts the product's own engine in here.
/// </summary>
public interface IFamilySearch
{
    /// <summary>A child is searched for, or something of it has changed.</summary>
    void Tell(SearchedChild child);

    /// <summary>A child is searched for no longer.</summary>
    void End(int child);

    /// <summary>A household offers itself, or offers something else.</summary>
    void Tell(OfferedHome home);

    /// <summary>A household cannot be asked any more.</summary>
    void Close(int home);

    /// <summary>A household has so many live links now.</summary>
    void Links(int home, int live);

    /// <summary>A link of the two has begun; neither it nor its end is repeated.</summary>
    void Tried(SearchOfChildren search, int home);

    /// <summary>The first households for a search, of its own councils alone or of the region.</summary>
    IReadOnlyList<int> Find(SearchOfChildren search, bool ownCouncilAlone, int count);
}
