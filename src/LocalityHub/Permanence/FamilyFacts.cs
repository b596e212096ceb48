using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Needs;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Permanence;

/// <summary>All that family finding needs of a child, as it stands on a day in England.</summary>
internal sealed record FamilyFacts(
    Child Child,
    PermanenceRecord? Record,
    IReadOnlyList<ChildNeed> Needs,
    ChildBackground? Background,
    SiblingStanding Siblings,
    ChildSearch? Search,
    IReadOnlyList<SearchPause> Pauses,
    IReadOnlyList<StoredMilestone> Milestones,
    Placement? Placement,
    bool MatchAwaited,
    bool OtherOrder,
    ToldCare? Told,
    DateOnly Today)
{
    /// <summary>The codes of the returns by which a child is of another ethnic origin than White British. Refused and not yet obtained tell nothing, and nor does what is no code.</summary>
    public static IReadOnlyList<string> OtherThanWhiteBritish { get; } = [.. CodeSet.Of("ETHNIC").All.Except(["WBRI", "REFU", "NOBT"])];

    /// <summary>Why the child is not looked for any more, as the facts say; null when they do not.</summary>
    public SearchEnd? LeavesSearch =>
        IsOrdered ? SearchEnd.OrderMade
        : Has(MilestoneKind.Placed) || Placement is { EndedOn: null } || IsToldPlaced ? SearchEnd.Placed
        : null;

    /// <summary>An order was made that ends the looking for a family.</summary>
    public bool IsOrdered => Has(MilestoneKind.AdoptionOrder) || OtherOrder || Told is { Order: not null };

    /// <summary>The day on which the child moved in for the plan that holds, as feed or returns tell it; null when they do not.</summary>
    public DateOnly? ToldPlacedOn => IsToldPlaced ? Told!.From : null;

    /// <summary>The region has yet to hear that the child lives with the household of its link: until then the search rests, or its end would take the link with it.</summary>
    public bool PlacementAwaited { get; init; }

    private bool IsToldPlaced => Record is { } record && Told is { } told && told.From <= Today && told.Fulfils(record);

    /// <summary>A match is decided and the child has not moved in: nobody else is looked for, and the search comes back if it falls through.</summary>
    public bool IsMatched => Child.Stage == ChildStage.Matched || (Child.Held && Has(MilestoneKind.Matched) && Day(MilestoneKind.Matched) >= Day(MilestoneKind.ShouldBePlaced));

    // Ended at once, the search would take the link with it before the region has heard that it is matched: until then it rests.
    public SearchStanding Standing => Search is null || Search.EndedOn is not null ? SearchStanding.Ended
        : PlacementAwaited ? SearchStanding.Paused
        : IsMatched ? MatchAwaited ? SearchStanding.Paused : SearchStanding.Ended
        : Pauses.Any(pause => pause.SearchId == Search.Id && pause.ResumedOn is null) ? SearchStanding.Paused
        : SearchStanding.Searching;

    /// <summary>An order holds over consent: with one the parents' consent is no longer what allows the agency to place.</summary>
    public AuthorityToPlace Authority =>
        Child.Stage is ChildStage.PlacementOrderMade or ChildStage.Matched or ChildStage.Placed && Has(MilestoneKind.PlacementOrder) ? AuthorityToPlace.PlacementOrder
        : HadConsentOn(Today) ? AuthorityToPlace.Consent
        : AuthorityToPlace.None;

    /// <summary>
    /// The agency's last word is that the child should be placed for adoption. Read off the decisions themselves, as the gates of a case are, and not off the
    /// stage: of a child whose period of care no source has told, the stage says nothing.
    /// </summary>
    public bool ShouldBePlaced => Day(MilestoneKind.ShouldBePlaced) is { } decided && !(Day(MilestoneKind.DecisionReversed) >= decided);

    /// <summary>A placement order, or consent, allows the agency to place the child (Adoption and Children Act 2002, s. 18(1)).</summary>
    public bool MayBePlaced => Authority != AuthorityToPlace.None || (ShouldBePlaced && Has(MilestoneKind.PlacementOrder));

    /// <summary>Whether the agency might place the child on a day, by what is known now: neither an order nor a consent of a later day allowed it then.</summary>
    public bool MightBePlacedOn(DateOnly day) => (this with { Today = day }).MayBePlaced;

    /// <summary>Whether the parents had consented by a day, by a consent that counts.</summary>
    public bool HadConsentOn(DateOnly day) => Record?.ConsentOn is { } consent && consent <= day && ParentalConsent.Counts(consent, Child.DateOfBirth);

    public AgeBands Age => Child.DateOfBirth is { } born ? BandOf(born, Today) : AgeBands.None;

    public PriorityFlags Priority =>
        (Age is AgeBands.FiveOrSix or AgeBands.SevenToNine or AgeBands.TenOrOver ? PriorityFlags.FiveOrOver : 0)
        | (Siblings.Search == SiblingSearch.Alone ? 0 : PriorityFlags.SiblingGroup)
        | (Child.Ethnicity is { } origin && OtherThanWhiteBritish.Contains(origin) ? PriorityFlags.EthnicityOtherThanWhiteBritish : 0)
        | (Needs.Any(need => need.Need is Need.PhysicalDisability or Need.SensoryImpairment or Need.LearningDisability) ? PriorityFlags.Disability : 0);

    /// <summary>The band of an age. Birthdays count from the first of the month after: on the day itself nothing moves.</summary>
    public static AgeBands BandOf(DateOnly born, DateOnly today)
    {
        if (born > today)
        {
            return AgeBands.Unborn;
        }

        var counted = new DateOnly(today.Year, today.Month, 1).AddDays(-1);
        var years = counted.Year - born.Year - (born.AddYears(counted.Year - born.Year) > counted ? 1 : 0);
        return years switch
        {
            < 1 => AgeBands.UnderOne,
            1 => AgeBands.One,
            2 => AgeBands.Two,
            3 => AgeBands.Three,
            4 => AgeBands.Four,
            < 7 => AgeBands.FiveOrSix,
            < 10 => AgeBands.SevenToNine,
            _ => AgeBands.TenOrOver,
        };
    }

    private bool Has(MilestoneKind kind) => Day(kind) is not null;

    /// <summary>The day of the last milestone of a kind, as it is known today.</summary>
    public DateOnly? Day(MilestoneKind kind) =>
        Milestones.Where(milestone => milestone.Kind == kind && milestone.Date <= Today).OrderBy(milestone => milestone.Ordinal).LastOrDefault()?.Date;
}
