using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>
/// Tells the hubs with a part in a case how its item stands, and who may read its papers until when: members drawn for the meeting, but for
/// those with a conflict, once the agenda is settled. The hubs serve the papers; nothing else opens them.
/// </summary>
internal sealed class AgendaMessages(PanelDbContext db)
{
    /// <summary>How many days after the meeting a member may still look at the papers.</summary>
    internal const int DaysAfterMeeting = 14;

    /// <param name="item">The item.</param>
    /// <param name="case">Its case.</param>
    /// <param name="meeting">Its meeting.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="to">The hubs that are told; all with a part in the case when null.</param>
    /// <param name="hasGoneOn">Told again, when something has been done with the case since: an item that was put off frees no household any more.</param>
    public async Task SendAsync(AgendaItem item, PanelCase @case, Meeting meeting, CancellationToken ct, IReadOnlyCollection<short>? to = null, bool hasGoneOn = false)
    {
        foreach (var council in to ?? @case.Councils)
        {
            db.Publish(new RecordAgendaItem(
                Guid.CreateVersion7(), new CouncilCode(council), @case.Id, new CouncilCode(@case.Council), hasGoneOn && item.State == ItemState.Deferred ? null : @case.Link, item.Id, item.Version, new CaseDay(meeting.Date),
                StateOf(item, meeting), OutcomeOf(item), item.SignedAt is not null && item.MinutesHeld is [{ Digest: var signed }, ..] ? new AuditHash(signed) : null,
                FreesHousehold: !hasGoneOn && item is { State: ItemState.Deferred, Reason: ItemReason.Condition or ItemReason.MoreInformation },
                OtherPapers: item.SignedAt is not null && item.MinutesHeld.Find(held => held.Council != council)?.Papers is { } others ? new AuditHash(others) : null));
        }

        await SendReadersAsync(item, @case, meeting, ct, to);
    }

    /// <summary>Says anew who may read an item's papers.</summary>
    /// <param name="item">The item, under its next version.</param>
    /// <param name="case">Its case.</param>
    /// <param name="meeting">Its meeting.</param>
    /// <param name="ct">Cancellation token.</param>
    /// <param name="to">The hubs that are told; all with a part in the case when null.</param>
    /// <param name="gone">Members who were drawn before and are not any more.</param>
    public async Task SendReadersAsync(
        AgendaItem item, PanelCase @case, Meeting meeting, CancellationToken ct, IReadOnlyCollection<short>? to = null, IReadOnlyCollection<Guid>? gone = null)
    {
        if (meeting.State == MeetingState.Planned)
        {
            return;
        }

        var conflicted = @case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet();
        var ids = meeting.Members.Select(member => member.MemberId).Concat(meeting.Members.Select(member => member.Replaces).OfType<Guid>()).Concat(gone ?? []).ToArray();
        var subjects = await db.Members.Where(member => ids.Contains(member.Id) && member.Subject != null).Select(member => new { member.Id, member.Subject }).ToListAsync(ct);
        foreach (var person in subjects)
        {
            var open = meeting.State is MeetingState.Settled or MeetingState.Held
                && item.State is ItemState.Booked or ItemState.Heard
                && meeting.Members.Exists(member => member.MemberId == person.Id)
                && !conflicted.Contains(person.Id);
            foreach (var council in to ?? @case.Councils)
            {
                db.Publish(new OpenPapers(
                    Guid.CreateVersion7(), new CouncilCode(council), @case.Id, item.Id, item.Version, PersonReference.Of(person.Subject!), open,
                    new CaseDay(meeting.Date.AddDays(DaysAfterMeeting))));
            }
        }
    }

    /// <summary>Opens what a panel had before it to one decision maker, in every hub with a part in the case.</summary>
    public void OpenTo(string maker, AgendaItem heard, PanelCase @case, DateOnly until)
    {
        heard.Version++;
        foreach (var council in @case.Councils)
        {
            db.Publish(new OpenPapers(
                Guid.CreateVersion7(), new CouncilCode(council), @case.Id, heard.Id, heard.Version, PersonReference.Of(maker), Open: true, new CaseDay(until)));
        }
    }

    private static AgendaItemState StateOf(AgendaItem item, Meeting meeting) => item.State switch
    {
        ItemState.Withdrawn => AgendaItemState.Withdrawn,
        ItemState.Deferred => AgendaItemState.Deferred,
        ItemState.Heard => item.SignedAt is null ? AgendaItemState.Heard : AgendaItemState.MinutesSigned,
        _ => meeting.State == MeetingState.Planned ? AgendaItemState.Booked : AgendaItemState.Settled,
    };

    private static RecommendedOutcome OutcomeOf(AgendaItem item) => item.Recommendations.Select(each => each.Outcome).Distinct().ToList() switch
    {
        [] => RecommendedOutcome.None,
        [PanelOutcome.Yes] => RecommendedOutcome.Yes,
        [PanelOutcome.No] => RecommendedOutcome.No,
        [PanelOutcome.Deferred] => RecommendedOutcome.Deferred,
        _ => RecommendedOutcome.Mixed,
    };
}
