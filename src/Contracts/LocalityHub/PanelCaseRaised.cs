using System.Text.Json.Serialization;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// A case whose gates are met, for panel or decision maker: codes and the days that its clocks need. Sent when it is raised, when one of them
/// changes, and when it is withdrawn. Papers, names and reasons stay in the hub.
/// </summary>
/// <param name="Case">The case, by a reference minted for panels.</param>
/// <param name="Council">The council that raises it and decides.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Withdrawn">Taken back: nothing more is to happen.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Brief">A brief report on adopters.</param>
/// <param name="FastTrack">The fast track's limit applies.</param>
/// <param name="Infant">A relinquished child under six months: the shorter months of a match apply.</param>
/// <param name="Household">The household, by the reference minted for panels; null for a match or plan.</param>
/// <param name="Link">The link of a match.</param>
/// <param name="HouseholdsCouncil">The council that owns the household; null for a plan.</param>
/// <param name="Children">How many children it is about: each comes in a <see cref="PanelCaseChildStated"/>.</param>
/// <param name="ReadyOn">When all gates were met.</param>
/// <param name="StageTwoOn">When the adopters said that they wish to go on to stage two.</param>
/// <param name="ReportSentOn">When the report was sent to the adopters for comment.</param>
/// <param name="CommentsOn">When their comments arrived.</param>
/// <param name="CourtDate">A hearing that must not be delayed.</param>
/// <param name="LinkStands">Whether the household of a match is chosen for the children still: false when it was put off, or the link has ended otherwise.</param>
/// <param name="GatesStand">Whether every gate before panel is met still: false when one has fallen since the case was raised. Which one, and why, stays in the hub.</param>
/// <param name="RestrictedTo">Who of the council's people may see the case, besides those who run, sit on and decide after a panel, while the record of a child of it, or of the household, is restricted.</param>
public sealed record PanelCaseRaised(
    Guid Case,
    CouncilCode Council,
    int Epoch,
    long Version,
    bool Withdrawn,
    PanelCaseKind Kind,
    bool Brief,
    bool FastTrack,
    bool Infant,
    Guid? Household,
    Guid? Link,
    CouncilCode? HouseholdsCouncil,
    int Children,
    CaseDay ReadyOn,
    CaseDay? StageTwoOn,
    CaseDay? ReportSentOn,
    CaseDay? CommentsOn,
    CaseDay? CourtDate,
    bool LinkStands = true,
    bool GatesStand = true,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Case;
}

/// <summary>A child in a case. Sent with the case, and again when one of the days changes.</summary>
/// <param name="Reference">This child in this case.</param>
/// <param name="Council">The council that looks after the child.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Case">The case.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Child">The child, by the reference minted for panels.</param>
/// <param name="ShouldBePlacedOn">When it was decided that the child should be placed.</param>
/// <param name="AuthorityOn">When there was authority to place: a placement order or consent.</param>
public sealed record PanelCaseChildStated(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    Guid Case,
    PanelCaseKind Kind,
    Guid Child,
    CaseDay? ShouldBePlacedOn,
    CaseDay? AuthorityOn) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
