namespace Partnership.LocalityHub.Regional;

/// <summary>The receiving service's purpose that a reference was minted for: no two of them share one.</summary>
internal enum ReferencePurpose
{
    /// <summary>The regional register of stages.</summary>
    Register = 1,

    /// <summary>The measure of an adoption.</summary>
    Adoption = 2,

    /// <summary>The measure of a wait at one 31 March.</summary>
    Wait = 3,

    /// <summary>Family finding for a child, for as long as one search lasts.</summary>
    ChildProfile = 4,

    /// <summary>Family finding with a household.</summary>
    Household = 5,

    /// <summary>The answer to one question of the centre: its reference is the question.</summary>
    Candidate = 6,

    /// <summary>What the council decided of a link: its reference is the link.</summary>
    Link = 7,

    /// <summary>How a release stands here: its reference is the release.</summary>
    Disclosure = 8,

    /// <summary>One duty that is overdue, or was.</summary>
    Duty = 9,

    /// <summary>A child's panel cases. Has no snapshot: it is named in those of cases.</summary>
    PanelChild = 10,

    /// <summary>A household's panel cases, likewise.</summary>
    PanelHousehold = 11,

    /// <summary>A case for panel or decision maker: its reference is the case.</summary>
    PanelCase = 12,

    /// <summary>One child in one case.</summary>
    PanelCaseChild = 13,

    /// <summary>The minutes of an agenda item.</summary>
    PanelMinutes = 14,

    /// <summary>A decision maker's reasoned record.</summary>
    DecisionRecord = 15,

    /// <summary>Who was told of a decision.</summary>
    DecisionNotice = 16,

    /// <summary>By what another council's record of the child can be told; removed when the adoption order is made.</summary>
    Identity = 17,

    /// <summary>One pause of the assessment of a case's adopters.</summary>
    AssessmentPause = 18,

    /// <summary>One child of one link.</summary>
    LinkChild = 19,
}

/// <summary>
/// A random reference under which the region knows one thing about a child or household, and the last that it was told. The only place
/// where the two meet: kept in a schema of its own, read by nothing but the code in this folder. References of family finding are
/// shown to the council's own family finders, the others never.
/// </summary>
internal sealed class RegionalReference
{
    /// <summary>The reference, random: a time-ordered one would betray which were minted together.</summary>
    public Guid Reference { get; init; }

    /// <summary>The child; removed from the register's reference and that of identity when the adoption order is made, from family finding's when the search ends, from a duty's when it is settled.</summary>
    public Guid? ChildId { get; set; }

    /// <summary>The household, where it is of one; removed from a duty's reference when it is settled.</summary>
    public Guid? HouseholdId { get; set; }

    public ReferencePurpose Purpose { get; init; }

    /// <summary>The year ended 31 March of a measured wait, the number of a duty; 0 for the other purposes.</summary>
    public short Year { get; init; }

    public int Epoch { get; set; }

    public long Version { get; set; }

    /// <summary>What the newest snapshot says, version left out, as JSON.</summary>
    public required string Content { get; set; }

    public DateTimeOffset? TombstonedAt { get; set; }
}

/// <summary>What holds for the hub as a whole: one row.</summary>
internal sealed class HubState
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    /// <summary>Raised when the database is restored from a backup, so that what follows outranks what was sent before.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>The day, in Europe/London, up to which waits have been looked at.</summary>
    public DateOnly? SweptOn { get; set; }

    /// <summary>The day, in Europe/London, for which <see cref="FamilySweep"/> has looked at everybody, to the end.</summary>
    public DateOnly? FamiliesSweptOn { get; set; }

    /// <summary>By which program and with which area key it looked: another may tell something else.</summary>
    public string? FamiliesSweptBy { get; set; }
}
