using System.Text.Json.Serialization;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>What a panel or decision maker is asked. The numbers are those of the rules' own list of kinds; a test holds them equal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelCaseKind>))]
public enum PanelCaseKind
{
    /// <summary>Whether prospective adopters are suitable to adopt.</summary>
    AdopterApproval = 1,

    /// <summary>Whether approved adopters are no longer suitable.</summary>
    AdopterTermination = 2,

    /// <summary>Whether children should be placed with particular adopters.</summary>
    Match = 3,

    /// <summary>Whether a child should be placed for adoption, by consent.</summary>
    ShouldBePlacedByConsent = 4,

    /// <summary>Whether a child should be placed for adoption, where a placement order is applied for.</summary>
    ShouldBePlacedByOrder = 5,

    /// <summary>Whether people are suitable to foster.</summary>
    FosterApproval = 6,

    /// <summary>The first review of foster carers.</summary>
    FosterReview = 7,

    /// <summary>Whether foster carers are no longer suitable.</summary>
    FosterTermination = 8,

    /// <summary>A long-term foster placement.</summary>
    FosterMatch = 9,

    /// <summary>Special guardianship.</summary>
    SpecialGuardianship = 10,
}

/// <summary>Whom a decision is told to. The numbers are those of the rules.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelNoticeRecipient>))]
public enum PanelNoticeRecipient
{
    /// <summary>The prospective adopters.</summary>
    Adopters = 1,

    /// <summary>The child's parents and guardians.</summary>
    BirthParents = 2,

    /// <summary>Foster carers or applicants to foster.</summary>
    Carers = 3,
}
