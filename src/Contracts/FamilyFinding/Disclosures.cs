using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>Whose information is released.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureSubject>))]
public enum DisclosureSubject
{
    /// <summary>The child's, by the child's council.</summary>
    Child = 1,

    /// <summary>The household's, by the council that approves it.</summary>
    Household = 2,
}

/// <summary>What a release is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosurePurpose>))]
public enum DisclosurePurpose
{
    /// <summary>To consider a link.</summary>
    ConsiderLink = 1,

    /// <summary>To prepare a visit or a meeting about a link.</summary>
    PrepareMeeting = 2,

    /// <summary>To give the child's permanence report to the prospective adopters (Adoption Agencies Regulations 2005, reg. 31(1)(a)).</summary>
    GiveReportToAdopters = 3,

    /// <summary>To prepare the adoption placement report and the panel (Adoption Agencies Regulations 2005, reg. 31(2)).</summary>
    PreparePanel = 4,
}

/// <summary>The lawful basis of a release.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureBasis>))]
public enum DisclosureBasis
{
    /// <summary>A public task of both councils under their sharing agreement (UK GDPR, arts. 6(1)(e) and 9(2)(g)).</summary>
    PublicTask = 1,

    /// <summary>A duty laid on the agency by the Adoption Agencies Regulations 2005 (UK GDPR, arts. 6(1)(c) and 9(2)(g)).</summary>
    LegalObligation = 2,

    /// <summary>The household has agreed that its report is shown. Households only.</summary>
    HouseholdAgreed = 3,
}

/// <summary>How a release stands at the hub that holds the content.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureState>))]
public enum DisclosureState
{
    /// <summary>Refused by the hub: see the gates.</summary>
    Refused = 1,

    /// <summary>Open to its reader.</summary>
    Open = 2,

    /// <summary>Closed: revoked, expired or ended with its link. Nothing is read any more.</summary>
    Closed = 3,
}

/// <summary>Why a release was closed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureEnd>))]
public enum DisclosureEnd
{
    /// <summary>It is not closed.</summary>
    None = 0,

    /// <summary>Its time is over.</summary>
    Expired = 1,

    /// <summary>Taken back by the giver's council.</summary>
    Revoked = 2,

    /// <summary>The agreement between the councils was revoked.</summary>
    AgreementRevoked = 3,

    /// <summary>The link is not progressed.</summary>
    LinkEnded = 4,

    /// <summary>A later release to the same reader takes its place.</summary>
    Replaced = 5,
}

/// <summary>What the owning hub finds missing before it opens a release.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureGates>))]
public enum DisclosureGates
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>No approved profile or report of this level.</summary>
    NoApprovedVersion = 1,

    /// <summary>
    /// The report holds court or expert papers, and neither Family Procedure Rules 2010, r. 12.73 nor the court's permission is recorded for this reader.
    /// </summary>
    CourtPapers = 2,

    /// <summary>The report holds a birth parent's health data, and the medical adviser has not passed it.</summary>
    ParentsHealth = 4,

    /// <summary>The record is closed to release, for a reason that its council alone knows; also when there is no such record.</summary>
    Closed = 8,
}
