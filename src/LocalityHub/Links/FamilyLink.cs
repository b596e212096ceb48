using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Links;

/// <summary>A link of a child or household of this council, as the centre told it last. The words to it are written here and stay here.</summary>
internal sealed class FamilyLink
{
    public Guid Id { get; init; }

    /// <summary>The newest version that the centre told.</summary>
    public long LinkVersion { get; set; }

    /// <summary>The household, where it is of this council.</summary>
    public Guid? HouseholdId { get; set; }

    /// <summary>The household, by its family-finding reference.</summary>
    public Guid Household { get; init; }

    public short HouseholdsCouncil { get; init; }

    /// <summary>How many children it is for: without those who have left it.</summary>
    public ChildCounts Children { get; set; }

    public LinkState State { get; set; }

    public NotProgressedReasons Reasons { get; set; }

    /// <summary>How many children of this council are in it, seen or not: who does not see all of them does not see the link.</summary>
    public int OwnChildren { get; set; }

    /// <summary>Rises with each change here, the centre's or our own; the ETag.</summary>
    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The day on which this hub heard that a placement after the match had ended before the order, of whichever child of it.</summary>
    public DateOnly? DisruptedOn { get; set; }

    /// <summary>Every placement after the match has ended before the order: it speaks for the household no more.</summary>
    public bool IsOver { get; set; }

    public bool IsLive => State is not (LinkState.Matched or LinkState.NotProgressed);

    /// <summary>A household is spoken for from the decision for it on, unless every placement has broken down.</summary>
    public bool SpeaksForHousehold => State is LinkState.Selected or LinkState.ToPanel || IsMatch;

    /// <summary>Matched, and the match holds, for whichever child of it.</summary>
    public bool IsMatch => State == LinkState.Matched && !IsOver;

    /// <summary>Links all of whose children of this council the caller sees.</summary>
    public static IQueryable<FamilyLink> Visible(LocalityHubDbContext db) =>
        db.FamilyLinks.Where(link => link.OwnChildren == db.FamilyLinkChildren.Count(child => child.LinkId == link.Id && child.ChildId != null));

    /// <summary>A child's links, live or matched, with households of other councils: all that is known here of who these are.</summary>
    public static IQueryable<FamilyLink> WithOthersOf(Guid childId, LocalityHubDbContext db) => db.FamilyLinks.Where(link =>
        link.HouseholdId == null && link.State != LinkState.NotProgressed && db.FamilyLinkChildren.Any(of => of.LinkId == link.Id && of.ChildId == childId && of.Part != ChildsPart.Left));
}

/// <summary>A child of a link.</summary>
internal sealed class FamilyLinkChild
{
    public Guid LinkId { get; init; }

    /// <summary>The child, by its family-finding reference.</summary>
    public Guid Child { get; init; }

    public short ChildsCouncil { get; init; }

    /// <summary>The child, where it is of this council.</summary>
    public Guid? ChildId { get; set; }

    /// <summary>
    /// What has become of its part: of this council's child in the match as this hub states it, of another's as the centre told it last. Before the match null, or, as the centre told it, that the child
    /// has left the link since it is searched for with the others no more.
    /// </summary>
    public ChildsPart? Part { get; set; }

    /// <summary>By which the region is told of its part, where the child is of this council.</summary>
    public Guid? PartReference { get; set; }

    /// <summary>The link's version with which the centre told of the child last.</summary>
    public long LinkVersion { get; set; }

    /// <summary>Children of a link that is matched for whom the match holds, before or after they have moved in; until their hub has said anything of them, the match is all children's.</summary>
    public static IQueryable<FamilyLinkChild> Matched(LocalityHubDbContext db) => db.FamilyLinkChildren.Where(child =>
        (child.Part == null || child.Part == ChildsPart.Holds || child.Part == ChildsPart.MovedIn) && db.FamilyLinks.Any(link => link.Id == child.LinkId && link.State == LinkState.Matched));
}

/// <summary>What this council, the child's, has decided of a link: who, why and when.</summary>
internal sealed class LinkDecisionRecord
{
    public Guid Id { get; init; }

    /// <summary>Order of the decisions.</summary>
    public long Sequence { get; init; }

    public Guid LinkId { get; init; }

    public LinkDecision Decision { get; init; }

    /// <summary>Who decided, by name and office; the decision maker of a match.</summary>
    public required string DecidedBy { get; init; }

    public DateOnly DecidedOn { get; init; }

    /// <summary>Why.</summary>
    public required string Words { get; init; }

    /// <summary>The link's version when it was decided: a later one that does not show the decision refuses it.</summary>
    public long AtLinkVersion { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>Words to a link, of one side: why it was not progressed, and what else is to be kept.</summary>
internal sealed class LinkWords
{
    public Guid Id { get; init; }

    public Guid LinkId { get; init; }

    public LinkSide Side { get; init; }

    public required string Words { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>For whom somebody works on a link.</summary>
internal enum LinkSide
{
    /// <summary>The child.</summary>
    Child = 1,

    /// <summary>The household.</summary>
    Household = 2,
}

/// <summary>A match as the decision maker has decided it.</summary>
internal sealed class MatchDecisionRecord
{
    /// <summary>The panel case, of which there is one decision for each child, the later in place of the earlier.</summary>
    public Guid CaseId { get; init; }

    public Guid ChildId { get; init; }

    public Guid? LinkId { get; set; }

    public bool Agreed { get; set; }

    public DateOnly DecidedOn { get; set; }
}
