namespace Partnership.CaseData.Ssda903;

/// <summary>A row of Header: who the child is. One per child.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Sex">SEX: 1 or 2 until the year ending March 2024, then M, F or U.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="Ethnic">ETHNIC: ethnic origin code.</param>
/// <param name="Upn">UPN: unique pupil number, or UN1 to UN5 for why there is none.</param>
/// <param name="Mother">MOTHER: 1 when the child is a mother.</param>
/// <param name="McDob">MC_DOB: date of birth of the mother's child.</param>
public sealed record HeaderRow(
    int Row, string Child, string? Sex, ReturnDate Dob, string? Ethnic, string? Upn, string? Mother, ReturnDate McDob) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.Header;

    /// <summary>
    /// UASC: whether the child came unaccompanied, 1 or 0; empty when it is blank, null where the form of the return does not ask. The XML form asks, the files do not.
    /// </summary>
    public string? Uasc { get; init; }

    /// <summary>Whether SEX is female, in the code of any year.</summary>
    public bool IsFemale => Sex is "2" or "F";

    /// <summary>Whether SEX is male, in the code of any year.</summary>
    public bool IsMale => Sex is "1" or "M";
}

/// <summary>A row of Episodes: a stretch of care under one legal status in one placement.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Decom">DECOM: the day that the episode began.</param>
/// <param name="Rne">RNE: why it began; S starts a period of care.</param>
/// <param name="Ls">LS: legal status; E1 is a placement order.</param>
/// <param name="Cin">CIN: category of need.</param>
/// <param name="Place">PLACE: kind of placement; A3 to A6 are placements for adoption.</param>
/// <param name="PlaceProvider">PLACE_PROVIDER: who provides it.</param>
/// <param name="Dec">DEC: the day that the episode ended; blank while it is open.</param>
/// <param name="Rec">REC: how it ended; X1 when another follows the same day, E11 and E12 are adoption.</param>
/// <param name="ReasonPlaceChange">REASON_PLACE_CHANGE: why the placement changed.</param>
/// <param name="HomePost">HOME_POST: postcode of the child's home.</param>
/// <param name="PlPost">PL_POST: postcode of the placement.</param>
/// <param name="Urn">URN: Ofsted's number for the provider.</param>
public sealed record EpisodeRow(
    int Row,
    string Child,
    ReturnDate Decom,
    string? Rne,
    string? Ls,
    string? Cin,
    string? Place,
    string? PlaceProvider,
    ReturnDate Dec,
    string? Rec,
    string? ReasonPlaceChange,
    string? HomePost,
    string? PlPost,
    string? Urn) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.Episodes;

    /// <summary>Whether the child is placed for adoption in this episode: PLACE A3, A4, A5 or A6.</summary>
    public bool IsAdoptive => Place is "A3" or "A4" or "A5" or "A6";

    /// <summary>Whether the episode ended in adoption: REC E11 or E12.</summary>
    public bool IsAdopted => Rec is "E11" or "E12";

    /// <summary>Whether the child is only looked after in a series of short breaks: LS V3 or V4.</summary>
    public bool IsShortBreak => Ls is "V3" or "V4";

    /// <summary>Whether the placement is a temporary one: PLACE T0 to T4.</summary>
    public bool IsTemporary => Place is "T0" or "T1" or "T2" or "T3" or "T4";

    /// <summary>Whether the child ceased to be looked after when the episode ended.</summary>
    public bool IsCeased => Rec is not (null or "X1");
}

/// <summary>A row of Reviews.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="Review">REVIEW: the day of the review.</param>
/// <param name="ReviewCode">REVIEW_CODE: how the child took part.</param>
public sealed record ReviewRow(int Row, string Child, ReturnDate Dob, ReturnDate Review, string? ReviewCode) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.Reviews;
}

/// <summary>A row of UASC: an unaccompanied asylum-seeking child.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Sex">SEX, coded as in Header.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="Duc">DUC: the day that the status ceased.</param>
public sealed record UascRow(int Row, string Child, string? Sex, ReturnDate Dob, ReturnDate Duc) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.UASC;
}

/// <summary>A row of OC2: outcomes of a child looked after for a year or more.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="SdqScore">SDQ_SCORE: strengths and difficulties score.</param>
/// <param name="SdqReason">SDQ_REASON: why there is no score.</param>
/// <param name="Convicted">CONVICTED: 1 when convicted in the year.</param>
/// <param name="HealthCheck">HEALTH_CHECK: 1 when under fives' checks are up to date.</param>
/// <param name="Immunisations">IMMUNISATIONS: 1 when up to date.</param>
/// <param name="TeethCheck">TEETH_CHECK: 1 when checked in the year.</param>
/// <param name="HealthAssessment">HEALTH_ASSESSMENT: 1 when assessed in the year.</param>
/// <param name="SubstanceMisuse">SUBSTANCE_MISUSE: 1 when identified.</param>
/// <param name="InterventionReceived">INTERVENTION_RECEIVED: 1 when received.</param>
/// <param name="InterventionOffered">INTERVENTION_OFFERED: 1 when offered.</param>
public sealed record Oc2Row(
    int Row,
    string Child,
    ReturnDate Dob,
    string? SdqScore,
    string? SdqReason,
    string? Convicted,
    string? HealthCheck,
    string? Immunisations,
    string? TeethCheck,
    string? HealthAssessment,
    string? SubstanceMisuse,
    string? InterventionReceived,
    string? InterventionOffered) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.OC2;

    /// <summary>Whether any of the items on conviction and health is filled; the strengths and difficulties score is not one of them.</summary>
    public bool IsFilled =>
        Convicted is not null || HealthCheck is not null || HasHealth || InterventionReceived is not null || InterventionOffered is not null;

    /// <summary>Whether one of the four items that every child has is filled.</summary>
    public bool HasHealth => Immunisations is not null || TeethCheck is not null || HealthAssessment is not null || SubstanceMisuse is not null;

    /// <summary>Whether all four items that every child has are filled.</summary>
    public bool HasWholeHealth => Immunisations is not null && TeethCheck is not null && HealthAssessment is not null && SubstanceMisuse is not null;
}

/// <summary>A row of OC3: a care leaver.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="InTouch">IN_TOUCH: whether the council is in touch.</param>
/// <param name="Activ">ACTIV: main activity.</param>
/// <param name="Accom">ACCOM: accommodation.</param>
public sealed record Oc3Row(int Row, string Child, ReturnDate Dob, string? InTouch, string? Activ, string? Accom) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.OC3;

    /// <summary>Whether anything is said of the young person's time after leaving care.</summary>
    public bool IsFilled => InTouch is not null || Activ is not null || Accom is not null;
}

/// <summary>A row of AD1: the adoption of a child adopted in the year.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="DateInt">DATE_INT: the decision that the child should be placed for adoption; equals PlacedAdoption's DATE_PLACED.</param>
/// <param name="DateMatch">DATE_MATCH: the day that child and adopters were matched.</param>
/// <param name="FosterCare">FOSTER_CARE: 1 when adopted by the former foster carer, else 0.</param>
/// <param name="NbAdoptr">NB_ADOPTR: one or two adopters.</param>
/// <param name="SexAdoptr">SEX_ADOPTR: M1, F1, MM, FF or MF.</param>
/// <param name="LsAdoptr">LS_ADOPTR: the adopters' legal status, L0 to L4.</param>
public sealed record Ad1Row(
    int Row,
    string Child,
    ReturnDate Dob,
    ReturnDate DateInt,
    ReturnDate DateMatch,
    string? FosterCare,
    string? NbAdoptr,
    string? SexAdoptr,
    string? LsAdoptr) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.AD1;

    /// <summary>How many of the six facts of the adoption hold something; a malformed date does.</summary>
    public int Filled =>
        (DateInt.IsPresent ? 1 : 0) + (DateMatch.IsPresent ? 1 : 0) + (FosterCare is null ? 0 : 1) + (NbAdoptr is null ? 0 : 1)
        + (SexAdoptr is null ? 0 : 1) + (LsAdoptr is null ? 0 : 1);
}

/// <summary>A row of PlacedAdoption: one decision that the child should be placed for adoption, and its reversal.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="DatePlaced">DATE_PLACED: the day of the decision that the child should be placed; not the day of a placement.</param>
/// <param name="DatePlacedCeased">DATE_PLACED_CEASED: the day of the decision that the child should no longer be placed.</param>
/// <param name="ReasonPlacedCeased">REASON_PLACED_CEASED: why, RD1 to RD4.</param>
public sealed record PlacedAdoptionRow(
    int Row, string Child, ReturnDate Dob, ReturnDate DatePlaced, ReturnDate DatePlacedCeased, string? ReasonPlacedCeased) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.PlacedAdoption;

    /// <summary>Whether either cell of a reversal is filled.</summary>
    public bool IsReversed => DatePlacedCeased.IsPresent || ReasonPlacedCeased is not null;
}

/// <summary>A row of PrevPerm: a permanence option that came before this period of care.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="PrevPerm">PREV_PERM: which option; Z1 is none.</param>
/// <param name="LaPerm">LA_PERM: the council, or the country, where it was arranged.</param>
/// <param name="DatePerm">DATE_PERM: when; parts not known are written ZZ, so it is kept as text.</param>
public sealed record PrevPermRow(int Row, string Child, ReturnDate Dob, string? PrevPerm, string? LaPerm, string? DatePerm) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.PrevPerm;
}

/// <summary>A row of Missing: a time missing or away without authorisation.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="Kind">MISSING: M missing, A away.</param>
/// <param name="MisStart">MIS_START: first day.</param>
/// <param name="MisEnd">MIS_END: last day; blank while it lasts.</param>
public sealed record MissingRow(int Row, string Child, ReturnDate Dob, string? Kind, ReturnDate MisStart, ReturnDate MisEnd) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.Missing;
}

/// <summary>A row of SWEpisodes: a social worker's spell with the child.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="SwId">SW_ID: the social worker's registration number.</param>
/// <param name="SwDecom">SW_DECOM: first day.</param>
/// <param name="SwDec">SW_DEC: last day; blank while it lasts.</param>
/// <param name="SwReason">SW_REASON: why the worker changed.</param>
public sealed record SwEpisodeRow(
    int Row, string Child, ReturnDate Dob, string? SwId, ReturnDate SwDecom, ReturnDate SwDec, string? SwReason) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.SWEpisodes;
}

/// <summary>A row of DoLo: a deprivation of liberty order.</summary>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Dob">DOB: date of birth.</param>
/// <param name="DoloStart">DOLO_START: first day.</param>
/// <param name="DoloEnd">DOLO_END: last day.</param>
public sealed record DoloRow(int Row, string Child, ReturnDate Dob, ReturnDate DoloStart, ReturnDate DoloEnd) : ReturnRow(Row, Child)
{
    /// <inheritdoc/>
    public override Table Table => Table.DoLo;
}
