namespace Partnership.CaseData.Ssda903;

/// <summary>
/// The tables of the looked-after-children return (SSDA903), one CSV file each, in the order in which findings are listed.
/// </summary>
public enum Table
{
    /// <summary>One row per child: who the child is.</summary>
    Header,

    /// <summary>One row per episode of care: legal status, placement and how the episode ended.</summary>
    Episodes,

    /// <summary>One row per statutory review.</summary>
    Reviews,

    /// <summary>One row per unaccompanied asylum-seeking child.</summary>
    UASC,

    /// <summary>One row per child looked after for a year or more: health and conviction outcomes.</summary>
    OC2,

    /// <summary>One row per care leaver.</summary>
    OC3,

    /// <summary>One row per child adopted in the year: the facts of the adoption.</summary>
    AD1,

    /// <summary>One row per decision that a child should be placed for adoption. Its DATE_PLACED is not a placement date.</summary>
    PlacedAdoption,

    /// <summary>One row per child who started to be looked after: any earlier permanence option that broke down.</summary>
    PrevPerm,

    /// <summary>One row per time missing or away without authorisation.</summary>
    Missing,

    /// <summary>One row per social worker's spell with a child; returned from the year ending 31 March 2024.</summary>
    SWEpisodes,

    /// <summary>One row per deprivation of liberty order; returned from the year ending 31 March 2027.</summary>
    DoLo,
}
