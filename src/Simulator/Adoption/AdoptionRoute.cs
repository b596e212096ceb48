namespace Partnership.Simulator.Adoption;

/// <summary>The ways in which children here come to be adopted.</summary>
internal enum AdoptionRoute
{
    /// <summary>Foster care, decision, placement order, match, new family.</summary>
    Strangers,

    /// <summary>As above, but matched before the court made the placement order.</summary>
    MatchedBeforeOrder,

    /// <summary>The child's foster carers adopt.</summary>
    FosterCarers,

    /// <summary>Foster carers adopt, first by consent and then under a placement order.</summary>
    FosterCarersByConsentThenOrder,

    /// <summary>Foster carers adopt by consent, without a placement order.</summary>
    FosterCarersByConsent,

    /// <summary>Fostering for adoption, then adopted by the same carers.</summary>
    EarlyPermanence,

    /// <summary>Fostering for adoption, recorded as a new adoptive placement with the same carers.</summary>
    EarlyPermanenceAsNewFamily,

    /// <summary>A baby given up for adoption: consent, no placement order.</summary>
    Relinquished,

    /// <summary>Placed by consent; a placement order followed.</summary>
    ConsentThenOrder,

    /// <summary>The first adoptive family did not last.</summary>
    Disrupted,

    /// <summary>The plan was given up and decided again in a later year.</summary>
    DecidedAgain,

    /// <summary>Adopted without ever having been placed for adoption: only when asked for, because the return then breaks rule 390.</summary>
    NeverPlaced,
}
