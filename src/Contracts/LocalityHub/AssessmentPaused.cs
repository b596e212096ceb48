using System.Text.Json.Serialization;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// Stage two of the assessment of a case's adopters stands still, or stood still, for a reason that the law accepts (Adoption Agencies Regulations 2005,
/// regulations 30B(2) and 30F): the case's clock does too. What the agency records of it stays in the hub.
/// </summary>
/// <param name="Reference">This pause of this case.</param>
/// <param name="Council">The council that assesses.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Case">The case, which may come before or after it.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">The first day that is not counted.</param>
/// <param name="Until">The first day that is counted again; null while it lasts.</param>
public sealed record AssessmentPaused(
    Guid Reference, CouncilCode Council, int Epoch, long Version, Guid Case, StageTwoPause Reason, CaseDay From, CaseDay? Until) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}

/// <summary>Why stage two stands still: no other reason pauses it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageTwoPause>))]
public enum StageTwoPause
{
    /// <summary>The prospective adopters asked for it.</summary>
    ApplicantRequest = 1,

    /// <summary>Exceptional circumstances, which the agency records.</summary>
    ExceptionalCircumstances = 2,
}
