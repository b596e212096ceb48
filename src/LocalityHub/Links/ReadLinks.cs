using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Links;

/// <summary>The links of the council's children and households, as the centre told them last, with this council's own words to them.</summary>
internal static class ReadLinks
{
    /// <param name="Reference">By which the region knows the child.</param>
    /// <param name="Council">The child's council, three digits.</param>
    /// <param name="ChildId">The child, where it is of this council.</param>
    public sealed record Child(Guid Reference, string Council, Guid? ChildId);

    /// <param name="Id">The link, as in the region's own operations.</param>
    /// <param name="State">proposed, considered, interest, shortlisted, visited, preferred, selected, to-panel, matched or not-progressed.</param>
    /// <param name="Reasons">Why it was not progressed.</param>
    /// <param name="Children">The children that it is for, as far as this hub was told; without those who have left it.</param>
    /// <param name="Household">By which the region knows the household.</param>
    /// <param name="HouseholdsCouncil">The household's council, three digits.</param>
    /// <param name="HouseholdId">The household, where it is of this council.</param>
    /// <param name="UpdatedAt">When this hub heard of it last, UTC.</param>
    /// <param name="Disrupted">A placement that followed the match has ended before the order.</param>
    public sealed record Entry(
        Guid Id, LinkState State, IReadOnlyList<NotProgressedReasons> Reasons, IReadOnlyList<Child> Children, Guid Household, string HouseholdsCouncil, Guid? HouseholdId, DateTimeOffset UpdatedAt,
        bool Disrupted = false);

    public sealed record Decision(LinkDecision Decided, string DecidedBy, DateOnly DecidedOn, string Words, string EnteredBy);

    public sealed record Written(LinkSide Side, string Words, string EnteredBy, DateTimeOffset EnteredAt);

    /// <param name="Link">The link.</param>
    /// <param name="Decisions">What this council decided, the earliest first; for who reads its children's plans.</param>
    /// <param name="Words">Words of the side that the caller reads.</param>
    public sealed record Response(Entry Link, IReadOnlyList<Decision> Decisions, IReadOnlyList<Written> Words);

    public static async Task<Ok<Page<Entry>>> ListAsync(
        [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, bool? live = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var links = FamilyLink.Visible(db).AsNoTracking().Where(link => link.Id > after);
        if (live is { } wanted)
        {
            links = links.Where(link => (link.State != LinkState.Matched && link.State != LinkState.NotProgressed) == wanted);
        }

        var found = Page.Of(await links.OrderBy(link => link.Id).Take(page.Take).ToListAsync(ct), page, link => link.Id);
        var ids = found.Items.Select(link => link.Id).ToArray();
        var children = (await db.FamilyLinkChildren.AsNoTracking().Where(child => ids.Contains(child.LinkId)).OrderBy(child => child.Child).ToListAsync(ct)).ToLookup(child => child.LinkId);
        audit.About(ids);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(link => Describe(link, children[link.Id]))], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(
        Guid linkId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await FamilyLink.Visible(db).AsNoTracking().SingleOrDefaultAsync(link => link.Id == linkId, ct) is not { } link)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok(await DescribeAsync(link, caller, db, audit, ct));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("link.not-found", "This council has no part in such a link.");

    public static async Task<Response> DescribeAsync(FamilyLink link, Caller caller, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var children = await db.FamilyLinkChildren.AsNoTracking().Where(child => child.LinkId == link.Id).OrderBy(child => child.Child).ToListAsync(ct);
        var ofChild = Reads(caller, Policies.ReadPermanence);
        var ofHousehold = Reads(caller, Policies.ReadHouseholds);
        var decisions = ofChild ? await db.LinkDecisions.AsNoTracking().Where(known => known.LinkId == link.Id).OrderBy(known => known.Sequence).ToListAsync(ct) : [];
        var words = await db.LinkWords.AsNoTracking().Where(known => known.LinkId == link.Id && (known.Side == LinkSide.Child ? ofChild : ofHousehold)).OrderBy(known => known.EnteredAt).ToListAsync(ct);
        audit.About(children.Select(child => child.ChildId).Append(link.HouseholdId).OfType<Guid>());
        return new Response(
            Describe(link, children),
            [.. decisions.Select(known => new Decision(known.Decision, known.DecidedBy, known.DecidedOn, known.Words, known.EnteredBy))],
            [.. words.Select(known => new Written(known.Side, known.Words, known.EnteredBy, known.EnteredAt))]);
    }

    public static Entry Describe(FamilyLink link, IEnumerable<FamilyLinkChild> children) => new(
        link.Id,
        link.State,
        link.Reasons.ToList(),
        [.. children.Where(child => child.Part != ChildsPart.Left).Select(child => new Child(child.Child, new CouncilCode(child.ChildsCouncil).ToString(), child.ChildId))],
        link.Household,
        new CouncilCode(link.HouseholdsCouncil).ToString(),
        link.HouseholdId,
        link.UpdatedAt,
        link.DisruptedOn is not null);

    private static bool Reads(Caller caller, string policy) => Policies.RolesByPolicy[policy].Any(caller.Roles.Contains);
}
