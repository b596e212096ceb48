namespace Partnership.Faults;

/// <summary>A child of the stream who is searched for.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="LocalId">As the case system calls the child.</param>
internal sealed record SearchedChild(Guid Id, string LocalId)
{
    /// <summary>The search's, at the centre; null until it was accepted.</summary>
    public Guid? Reference { get; set; }

    /// <summary>What is written of her, by id, and whether it was approved; the level of each.</summary>
    public Dictionary<Guid, (string Level, bool IsApproved)> Profiles { get; } = [];

    /// <summary>The hub's id of the placement, once it was accepted that she has moved in.</summary>
    public Guid? Placement { get; set; }

    /// <summary>Why the placement has ended; null while it lasts.</summary>
    public string? PlacementEnd { get; set; }
}

/// <summary>A group of brothers and sisters that was accepted, and for which of them it was decided that they are placed together.</summary>
internal sealed record AcceptedGroup(Guid Id)
{
    public List<SearchedChild> Together { get; } = [];
}

/// <summary>A link that was accepted, and what was of it.</summary>
internal sealed record AcceptedLink(Guid Id, IReadOnlyList<SearchedChild> Children, Guid Household, string HouseholdsCouncil)
{
    public List<string> Steps { get; } = ["proposed"];

    /// <summary>What the child's council has decided of it, or what follows from what it has entered.</summary>
    public List<string> Decisions { get; } = [];

    /// <summary>What was released of the children, of each the less before the more.</summary>
    public List<AcceptedRelease> Releases { get; } = [];

    public bool HasEnded => Steps[^1] == "not-progressed";
}

/// <summary>A release that was accepted.</summary>
internal sealed record AcceptedRelease(Guid Id, SearchedChild Child, string Level)
{
    public bool IsRead { get; set; }

    public bool IsTakenBack { get; set; }

    /// <summary>The reader has attested that no papers were kept.</summary>
    public bool IsAttested { get; set; }

    /// <summary>The reader has given it to the household.</summary>
    public bool IsReceived { get; set; }
}
