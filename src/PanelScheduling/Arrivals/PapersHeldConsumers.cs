using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Notes which hub holds which minutes of an item. Once the chair has signed, they stay as they were signed.</summary>
internal sealed class PanelMinutesHeldConsumer(PanelDbContext db) : IMessageConsumer<PanelMinutesHeld>
{
    public async Task ConsumeAsync(IReadOnlyList<PanelMinutesHeld> held, CancellationToken cancellationToken)
    {
        foreach (var message in held)
        {
            var council = (short)message.Council.Number;
            var item = await db.Items.Include(each => each.MinutesHeld).SingleOrDefaultAsync(each => each.Id == message.Item && each.CaseId == message.Case, cancellationToken);
            if (item is not { SignedAt: null } || !await db.Cases.AnyAsync(@case => @case.Id == message.Case && @case.Councils.Contains(council), cancellationToken))
            {
                continue;
            }

            var known = item.MinutesHeld.Find(each => each.Council == council);
            if (known is null)
            {
                item.MinutesHeld.Add(new ItemMinutes
                {
                    ItemId = item.Id, Council = council, Councils = item.Councils, Document = message.Document, Digest = message.Digest.ToBytes(), Epoch = message.Epoch, HubVersion = message.Version,
                });
            }
            else if (known.Document != message.Document || Arriving.IsNewer(message.Epoch, message.Version, known.Epoch, known.HubVersion))
            {
                (known.Document, known.Digest, known.Epoch, known.HubVersion) = (message.Document, message.Digest.ToBytes(), message.Epoch, message.Version);
            }

            item.Version++;
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

/// <summary>Notes that a decision maker's record is in its hub, and that it holds no more.</summary>
internal sealed class DecisionRecordHeldConsumer(PanelDbContext db) : IMessageConsumer<DecisionRecordHeld>
{
    public async Task ConsumeAsync(IReadOnlyList<DecisionRecordHeld> held, CancellationToken cancellationToken)
    {
        foreach (var message in held)
        {
            var @case = await db.Cases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == message.Case && each.Council == message.Council.Number, cancellationToken);
            if (@case is null)
            {
                continue;
            }

            if (await db.Records.SingleOrDefaultAsync(record => record.Record == message.Record, cancellationToken) is not { } known)
            {
                known = new HeldRecord { Record = message.Record, CaseId = @case.Id, Councils = @case.Councils, Maker = message.Maker.Value };
                db.Records.Add(known);
            }

            known.Epoch = Math.Max(known.Epoch, message.Epoch);
            known.TakenBack |= message.TakenBack;
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

/// <summary>Notes who was told of a decision when: the clocks of telling end, and of a determination the time to answer begins.</summary>
internal sealed class DecisionToldConsumer(PanelDbContext db, TimeProvider clock) : IMessageConsumer<DecisionTold>
{
    public async Task ConsumeAsync(IReadOnlyList<DecisionTold> told, CancellationToken cancellationToken)
    {
        foreach (var message in told)
        {
            await ApplyAsync(message, cancellationToken);
        }
    }

    private async Task ApplyAsync(DecisionTold message, CancellationToken ct)
    {
        if (await PanelCases.FindAsync(message.Case, db, ct) is not { } @case
            || !@case.Councils.Contains((short)message.Council.Number)
            || await db.Decisions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == message.Decision && each.CaseId == message.Case, ct) is not { } decision)
        {
            return;
        }

        var known = await db.Notices.SingleOrDefaultAsync(notice => notice.Reference == message.Reference, ct);
        if (known is null)
        {
            known = new HeldNotice { Reference = message.Reference, CaseId = @case.Id, Councils = @case.Councils };
            db.Notices.Add(known);
        }
        else if (!Arriving.IsNewer(message.Epoch, message.Version, known.Epoch, known.HubVersion))
        {
            return;
        }

        (known.Epoch, known.HubVersion) = (message.Epoch, message.Version);
        (known.DecisionId, known.Recipient) = (decision.Id, (NoticeRecipient)(short)message.Recipient);
        (known.Person, known.Persons) = ((short)message.Person, (short)message.Persons);
        (known.OrallyOn, known.InWritingOn, known.NotPossible) = (message.OrallyOn?.Day, message.InWritingOn?.Day, message.NotPossible);
        await Telling.SettleAsync(@case, db, [], known, ct);
        if (decision.Stage == DecisionStage.Determination)
        {
            @case.Happened(decision.Round, ClockEvent.DeterminationSent, @case.DayOf(decision.Round, ClockEvent.ToldInWriting, known.Recipient));
        }

        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
    }
}
