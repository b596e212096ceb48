using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>How a child came into the family that asks for support.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SupportRoute>))]
public enum SupportRoute
{
    /// <summary>Placed for adoption, the order not yet made.</summary>
    PlacedAwaitingOrder = 1,

    /// <summary>Adopted from care in the United Kingdom.</summary>
    AdoptedFromCare = 2,

    /// <summary>Adopted overseas, or brought in for adoption.</summary>
    AdoptedFromOverseas = 3,

    /// <summary>Special guardianship of a child who was looked after.</summary>
    SpecialGuardianshipAfterCare = 4,

    /// <summary>Special guardianship of a child who was not looked after.</summary>
    SpecialGuardianshipNotAfterCare = 5,

    /// <summary>A residence or child arrangements order of a child who was looked after.</summary>
    ChildArrangementsAfterCare = 6,

    /// <summary>One of these orders turned into another.</summary>
    OrderConverted = 7,

    /// <summary>A placement under one of these that has broken down.</summary>
    PlacementBrokenDown = 8,

    /// <summary>Adopted otherwise, such as by a step-parent.</summary>
    AdoptedOtherwise = 9,
}

/// <summary>
/// Why a council may apply for a child, or may not: for three years after the order the council that placed or looked after the child,
/// then that in whose area the family lives (Adoption Support Services Regulations 2005, regulation 7; Special Guardianship
/// Regulations 2005, regulation 5). Worked out in the hub, which knows the order's day.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApplicantBasis>))]
public enum ApplicantBasis
{
    /// <summary>We placed the child; the order is not made.</summary>
    PlacedByUsAwaitingOrder = 1,

    /// <summary>We placed or looked after the child, and three years since the order have not passed.</summary>
    OrderWithinThreeYears = 2,

    /// <summary>Three years have passed, and the family lives here.</summary>
    LivesHereAfterThreeYears = 3,

    /// <summary>No English council placed or looked after the child, and the family lives here.</summary>
    LivesHereFromOverseas = 4,

    /// <summary>Another council handed the case over and we accepted.</summary>
    HandedOver = 5,

    /// <summary>Another council placed the child, and three years have not passed: it has to apply, or to hand the case over.</summary>
    AnotherCouncilWithinThreeYears = 6,

    /// <summary>The family lives elsewhere and three years have passed: that council has to apply.</summary>
    LivesElsewhereAfterThreeYears = 7,
}

/// <summary>Needs of a child that an assessment found, as codes.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<SupportNeeds>))]
public enum SupportNeeds
{
    /// <summary>None that therapy would meet.</summary>
    None = 0,

    /// <summary>Attachment.</summary>
    Attachment = 1,

    /// <summary>What early trauma has left.</summary>
    Trauma = 2,

    /// <summary>Feelings and their regulation.</summary>
    EmotionalRegulation = 4,

    /// <summary>Behaviour, at home or outside.</summary>
    Behaviour = 8,

    /// <summary>Violence of a child towards parents.</summary>
    ChildToParentViolence = 16,

    /// <summary>Identity and life story.</summary>
    IdentityAndLifeStory = 32,

    /// <summary>Contact with the birth family.</summary>
    BirthFamilyContact = 64,

    /// <summary>Relations between siblings.</summary>
    Siblings = 128,

    /// <summary>School and learning.</summary>
    Education = 256,

    /// <summary>Sensory needs.</summary>
    Sensory = 512,

    /// <summary>Self-harm.</summary>
    SelfHarm = 1024,

    /// <summary>The family or placement may break down.</summary>
    RiskOfBreakdown = 2048,

    /// <summary>What parents need to parent therapeutically.</summary>
    ParentingSupport = 4096,
}
