namespace Partnership.Simulator.Journeys;

/// <summary>A family on its way.</summary>
internal sealed class FamilyState(ArrivingFamily arrived)
{
    public ArrivingFamily Arrived => arrived;

    /// <summary>Children still searched for.</summary>
    public List<TrueChild> Waiting { get; } = [.. arrived.Children];

    public SiblingsDecision Siblings { get; set; } = arrived.Children.Count > 1 ? SiblingsDecision.Together : SiblingsDecision.Alone;

    /// <summary>Searches that are run for them now.</summary>
    public List<SearchState> Searches { get; } = [];
}

/// <summary>One search of a family.</summary>
internal sealed class SearchState(SearchOfChildren key, FamilyState family, IReadOnlyList<TrueChild> children)
{
    public SearchOfChildren Key => key;

    public FamilyState Family => family;

    public IReadOnlyList<TrueChild> Children => children;

    public List<LinkState> Links { get; } = [];
}

/// <summary>A household on its way.</summary>
internal sealed class HomeState(ArrivingHome arrived)
{
    public ArrivingHome Arrived => arrived;

    public OfferedHome Said { get; set; } = arrived.Said;

    public List<LinkState> Links { get; } = [];
}

/// <summary>How far a link is.</summary>
internal enum LinkStage
{
    Proposed,
    Interest,
    Preferred,
}

/// <summary>A live link, and the week in which its next step is due.</summary>
internal sealed class LinkState(SearchState search, HomeState home, int due)
{
    public SearchState Search => search;

    public HomeState Home => home;

    public int Due { get; set; } = due;

    public LinkStage Stage { get; set; }

    public bool Ended { get; set; }
}
