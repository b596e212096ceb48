using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Links;

/// <summary>
/// Keeps the newest that the centre tells of a link. From a link that was not progressed the household's record learns, for its worker to talk about with
/// the household; from a decision for a household on it is spoken for.
/// </summary>
internal sealed class RecordLinkConsumer(LocalityHubDbContext db, Council council, HouseholdChange households, ChildChange children, TimeProvider clock) : IMessageConsumer<RecordLink>
{
    public async Task ConsumeAsync(IReadOnlyList<RecordLink> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await ConsumeAsync(message, cancellationToken);
        }
    }

    private async Task ConsumeAsync(RecordLink message, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var childId = message.ChildsCouncil == council.Code ? (await session.FindAsync(message.Child, ReferencePurpose.ChildProfile, ct))?.ChildId : null;
        var householdId = message.HouseholdsCouncil == council.Code ? (await session.FindAsync(message.Household, ReferencePurpose.Household, ct))?.HouseholdId : null;
        var household = await LockHouseholdAsync(message.Link, householdId, ct);
        var ours = await LockChildrenAsync(message.Link, childId, ct);
        var link = await LinkAsync(message, householdId, ct);
        await JoinAsync(link, message, childId, ct);
        var was = link.State;
        if (message.LinkVersion > link.LinkVersion)
        {
            (link.LinkVersion, link.State, link.Reasons, link.Children) = (message.LinkVersion, message.State, message.Reasons, message.Children);
            (link.UpdatedAt, link.Version) = (clock.GetUtcNow(), link.Version + 1);
            link.IsOver = message.Disrupted;
            await LearnAsync(link, ct);
        }

        await db.SaveChangesAsync(ct);
        link.DisruptedOn = link.IsOver || await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == link.Id && child.Part == ChildsPart.Disrupted, ct)
            ? link.DisruptedOn ?? LondonCalendar.Today(clock)
            : null;
        await db.SaveChangesAsync(ct);
        if (household is not null)
        {
            await households.PublishAsync(household, ct);
        }

        foreach (var child in ours)
        {
            await children.PublishAsync(child, ct);
            if ((was == LinkState.Matched) != (link.State == LinkState.Matched))
            {
                // Those who are left to be searched for are so without them.
                await children.PublishSiblingsAsync(child, ct);
            }
        }
    }

    // Before the link itself, as everybody locks them who decides of it.
    private async Task<Household?> LockHouseholdAsync(Guid link, Guid? named, CancellationToken ct)
    {
        var known = await db.FamilyLinks.Where(each => each.Id == link).Select(each => each.HouseholdId).SingleOrDefaultAsync(ct);
        return (known ?? named) is { } id ? await households.LockAsync(id, null, ct) : null;
    }

    private async Task<List<Child>> LockChildrenAsync(Guid link, Guid? named, CancellationToken ct)
    {
        var known = await db.FamilyLinkChildren.Where(each => each.LinkId == link && each.ChildId != null).Select(each => each.ChildId).ToListAsync(ct);
        var locked = new List<Child>();
        foreach (var id in known.Append(named).OfType<Guid>().Distinct().Order())
        {
            if (await children.LockAsync(id, null, ct) is { } child)
            {
                locked.Add(child);
            }
        }

        return locked;
    }

    private async Task<FamilyLink> LinkAsync(RecordLink message, Guid? householdId, CancellationToken ct)
    {
        if (await db.FamilyLinks.FromSql($"select * from family_link where id = {message.Link} for update").ToListAsync(ct) is [var known])
        {
            known.HouseholdId ??= householdId;
            return known;
        }

        var link = new FamilyLink
        {
            Id = message.Link, HouseholdId = householdId, Household = message.Household, HouseholdsCouncil = (short)message.HouseholdsCouncil.Number, State = message.State,
        };
        db.Add(link);
        return link;
    }

    private async Task JoinAsync(FamilyLink link, RecordLink message, Guid? childId, CancellationToken ct)
    {
        var member = await db.FamilyLinkChildren.SingleOrDefaultAsync(known => known.LinkId == link.Id && known.Child == message.Child, ct);
        if (member is null)
        {
            member = new FamilyLinkChild { LinkId = link.Id, Child = message.Child, ChildsCouncil = (short)message.ChildsCouncil.Number };
            db.Add(member);
        }

        // A reference that is dead by now pointed to the child when the link was first told.
        if (member.ChildId is null && childId is not null)
        {
            member.ChildId = childId;
            link.OwnChildren++;
        }

        if (message.LinkVersion > member.LinkVersion)
        {
            (member.LinkVersion, member.Part) = (message.LinkVersion, PartOf(message, member));
        }
    }

    /// <summary>Who has left before the match is known from the search, which the centre keeps. Of the match of its own child, and of where that lives, this hub knows first.</summary>
    private static ChildsPart? PartOf(RecordLink message, FamilyLinkChild member) => message.State switch
    {
        LinkState.Matched => member.ChildId is null ? message.Part : member.Part,
        LinkState.NotProgressed => member.Part,
        _ when member.ChildId is null => message.Part is ChildsPart.Left or ChildsPart.MovedIn ? message.Part : null,
        _ when member.Part == ChildsPart.MovedIn => member.Part,
        _ => message.Part == ChildsPart.Left ? ChildsPart.Left : member.Part == ChildsPart.Holds ? member.Part : null,
    };

    private async Task LearnAsync(FamilyLink link, CancellationToken ct)
    {
        if (link is not { State: LinkState.NotProgressed, HouseholdId: { } householdId })
        {
            return;
        }

        var known = await db.LearnedEvidence.Where(learned => learned.LinkId == link.Id).Select(learned => learned.Reason).ToListAsync(ct);
        db.AddRange(link.Reasons.ToList().Where(reason => LearnedEvidence.IsHouseholds(reason) && !known.Contains(reason)).Select(reason => new LearnedEvidence
        {
            Id = Guid.NewGuid(), HouseholdId = householdId, LinkId = link.Id, Reason = reason, Children = link.Children, LearnedAt = clock.GetUtcNow(),
        }));
    }
}
