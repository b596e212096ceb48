using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Takes in cases that hubs raise, change and withdraw. A case's children come by themselves, before or after it.</summary>
internal sealed class PanelCaseRaisedConsumer(PanelDbContext db, CaseWithdrawal withdrawal, CaseRetelling retelling, TimeProvider clock) : IMessageConsumer<PanelCaseRaised>
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

        var (isRestated, wasForgotten) = (message.Epoch > @case.Epoch, @case.ForgottenOn is not null);
        if (isRestated && @case.State is not (CaseState.Decided or CaseState.Closed))
        {
            // The backup may be from before the hub called a child what panels know it by: it calls it something else now. Of an adopted one it says nothing more.
            @case.Children.RemoveAll(child => child.Epoch < message.Epoch);
        }

        // A pause that the backup does not know never was.
        @case.Pauses.RemoveAll(pause => pause.IsOfHub && pause.Epoch < message.Epoch);
        (@case.Epoch, @case.HubVersion, @case.ForgottenOn) = (message.Epoch, message.Version, null);
        @case.ShareWith(message.HouseholdsCouncil is { } other ? [@case.Council, (short)other.Number] : [@case.Council]);
        (@case.IsBrief, @case.IsFastTrack, @case.IsInfant) = (message.Brief, message.FastTrack, message.Infant);
        (@case.Household, @case.HouseholdCouncil, @case.Link) = (message.Household, (short?)message.HouseholdsCouncil?.Number, message.Link);
        (@case.LinkStands, @case.GatesStand, @case.RestrictedTo) = (message.LinkStands, message.GatesStand, message.RestrictedTo);
        (@case.ChildCount, @case.ReadyOn, @case.CourtDate) = (message.Children, message.ReadyOn.Day, message.CourtDate?.Day);
        @case.Happened(1, ClockEvent.StageTwoNotified, message.StageTwoOn?.Day);
        @case.Happened(1, @case.Kind == CaseKind.Match ? ClockEvent.PlacementReportSent : ClockEvent.AdopterReportSent, message.ReportSentOn?.Day);
        @case.Happened(1, ClockEvent.CommentsReceived, message.CommentsOn?.Day);
        if (message.Withdrawn)
        {
            await withdrawal.EndAsync(@case, ItemReason.CaseWithdrawn, @case.Councils, ct);
        }
        else
        {
            var isRevived = isRestated && @case.State == CaseState.Withdrawn;
            if (isRevived)
            {
                await ReviveAsync(@case, ct);
            }

            Arriving.MoveOn(@case, LondonCalendar.Today(clock));
            if (isRestated && (isRevived || wasForgotten || @case.State is CaseState.Decided or CaseState.Closed))
            {
                // The hub knew nothing of the case when everything else was told again, or did: what it knows already changes nothing there.
                await retelling.TellItemsAsync(@case, @case.Council, ct);
            }

            if (isRestated && (isRevived || wasForgotten))
            {
                await retelling.TellDecisionsAsync(@case, @case.Council, ct);
            }
        }

        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
    }

    /// <summary>
    /// The hub states under a higher epoch a case that was taken back here: its backup is from before that, or a later one knows a case that an earlier
    /// one did not. It goes on from where it was.
    /// </summary>
    private async Task ReviveAsync(PanelCase @case, CancellationToken ct)
    {
        // The newest that was heard: minutes of an earlier one begin no decision.
        var heard = await db.Items.AsNoTracking().Where(item => item.CaseId == @case.Id && item.State == ItemState.Heard).OrderByDescending(item => item.BookedAt).FirstOrDefaultAsync(ct);
        @case.State = heard is { SignedAt: null } ? CaseState.Heard : @case.DayOf(ClockEvent.RecommendationReceived) is not null ? CaseState.ForDecision : CaseState.Arriving;
    }
}
