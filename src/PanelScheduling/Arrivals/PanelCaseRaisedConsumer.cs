using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Takes in cases that hubs raise, change and withdraw. A case's children come by themselves, before or after it.</summary>
internal sealed class PanelCaseRaisedConsumer(PanelDbContext db, AgendaMessages messages, TimeProvider clock) : IMessageConsumer<PanelCaseRaised>
{
    public async Task ConsumeAsync(IReadOnlyList<PanelCaseRaised> raised, CancellationToken cancellationToken)
    {
        foreach (var message in raised)
        {
            await ApplyAsync(message, cancellationToken);
        }
    }

    private async Task ApplyAsync(PanelCaseRaised message, CancellationToken ct)
    {
        var @case = await PanelCases.FindAsync(message.Case, db, ct);
        if (@case is null)
        {
            @case = Arriving.Case(message.Case, (short)message.Council.Number, (CaseKind)(short)message.Kind);
            db.Cases.Add(@case);
        }

        // A reference stays with the council that minted it.
        if (@case.Council != message.Council.Number || !Arriving.IsNewer(message.Epoch, message.Version, @case.Epoch, @case.HubVersion))
        {
            return;
        }

        (@case.Epoch, @case.HubVersion) = (message.Epoch, message.Version);
        @case.ShareWith(message.HouseholdsCouncil is { } other ? [@case.Council, (short)other.Number] : [@case.Council]);
        (@case.IsBrief, @case.IsFastTrack, @case.IsInfant) = (message.Brief, message.FastTrack, message.Infant);
        (@case.Household, @case.HouseholdCouncil, @case.Link) = (message.Household, (short?)message.HouseholdsCouncil?.Number, message.Link);
        (@case.ChildCount, @case.ReadyOn, @case.CourtDate) = (message.Children, message.ReadyOn.Day, message.CourtDate?.Day);
        @case.Happened(1, ClockEvent.StageTwoNotified, message.StageTwoOn?.Day);
        @case.Happened(1, @case.Kind == CaseKind.Match ? ClockEvent.PlacementReportSent : ClockEvent.AdopterReportSent, message.ReportSentOn?.Day);
        @case.Happened(1, ClockEvent.CommentsReceived, message.CommentsOn?.Day);
        if (message.Withdrawn)
        {
            await WithdrawAsync(@case, ct);
        }
        else
        {
            Arriving.MoveOn(@case);
        }

        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
    }

    /// <summary>Nothing more happens to it, unless it is decided: what is decided stays decided.</summary>
    private async Task WithdrawAsync(PanelCase @case, CancellationToken ct)
    {
        if (@case.State is CaseState.Decided or CaseState.Closed or CaseState.Determined)
        {
            return;
        }

        @case.State = CaseState.Withdrawn;
        foreach (var item in await db.Items.Where(item => item.CaseId == @case.Id && item.State == ItemState.Booked).ToListAsync(ct))
        {
            var meeting = await db.Meetings.Include(meeting => meeting.Members).SingleAsync(meeting => meeting.Id == item.MeetingId, ct);
            (item.State, item.Reason) = (ItemState.Withdrawn, ItemReason.CaseWithdrawn);
            item.Version++;
            meeting.Version++;
            await messages.SendAsync(item, @case, meeting, ct);
        }
    }
}
