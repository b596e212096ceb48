using Partnership.AdoptionSupportFund.Checks;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Providers;

/// <summary>
/// On what ground a provider may give adoption support services (Adoption Support Agencies (England) and Adoption Agencies (Miscellaneous
/// Amendments) Regulations 2005, SI 2005/2720: who is no public body has to be registered, or to work under contract to one that may).
/// </summary>
internal enum RegulatedStatus
{
    /// <summary>Registered with Ofsted as an adoption support agency.</summary>
    RegisteredSupportAgency = 1,

    /// <summary>A voluntary adoption agency.</summary>
    VoluntaryAdoptionAgency = 2,

    LocalAuthority = 3,

    HealthService = 4,

    /// <summary>A person who works under contract to a registered agency or an authority.</summary>
    ContractedIndividual = 5,

    /// <summary>Not established yet: nothing may be ordered.</summary>
    NotEstablished = 6,
}

/// <summary>What is checked of a provider, and renewed.</summary>
internal enum ProviderCheckKind
{
    EnhancedDisclosure = 1,

    ProfessionalRegistration = 2,

    Insurance = 3,

    SafeguardingTraining = 4,
}

/// <summary>An organisation or a person in private practice that gives therapy: one register for the region.</summary>
internal sealed class Provider
{
    public Guid Id { get; init; }

    /// <summary>The name under which it trades.</summary>
    public required string Name { get; set; }

    public RegulatedStatus Status { get; set; }

    /// <summary>Ofsted's number, or the professional body's registration.</summary>
    public string? RegistrationReference { get; set; }

    /// <summary>Whether new lines may name it.</summary>
    public bool IsActive { get; set; }

    /// <summary>Hours of therapy that it can give in a month; null when it has not said.</summary>
    public int? HoursAMonth { get; set; }

    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<ProviderTherapy> Therapies { get; } = [];

    public List<ProviderArea> Areas { get; } = [];

    public List<ProviderCheck> Checks { get; } = [];

    /// <summary>The day until which all checks hold; null when one was never made.</summary>
    public DateOnly? ChecksDue => Enum.GetValues<ProviderCheckKind>().All(kind => Checks.Exists(check => check.Kind == kind)) ? Checks.Min(check => check.RefreshDue) : null;

    public ProviderFacts Facts() => new(
        Id,
        IsActive && Status != RegulatedStatus.NotEstablished,
        ChecksDue,
        Therapies.ToDictionary(therapy => therapy.Therapy, therapy => therapy.RatePence),
        [.. Areas.Select(area => new CouncilCode(area.Area))]);
}

internal sealed class ProviderTherapy
{
    public Guid ProviderId { get; init; }

    public required string Therapy { get; init; }

    /// <summary>Pence an hour that was agreed; null when none was.</summary>
    public long? RatePence { get; init; }
}

/// <summary>A council in whose area a provider works.</summary>
internal sealed class ProviderArea
{
    public Guid ProviderId { get; init; }

    public short Area { get; init; }
}

/// <summary>The last check of a kind: what was seen is kept by whoever saw it.</summary>
internal sealed class ProviderCheck
{
    public Guid ProviderId { get; init; }

    public ProviderCheckKind Kind { get; init; }

    public DateOnly CheckedOn { get; init; }

    public DateOnly RefreshDue { get; init; }
}
