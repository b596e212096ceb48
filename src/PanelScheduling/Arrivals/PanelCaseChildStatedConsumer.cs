using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Takes in the children of cases, and the days that change later: a placement order made while the case is before panel.</summary>
internal sealed class PanelCaseChildStatedConsumer(PanelDbContext db, TimeProvider clock) : IMessageConsumer<PanelCaseChildStated>
{
    public async Task ConsumeAsync(IReadOnlyList<PanelCaseChildStated> stated, CancellationToken cancellationToken)
    {
        foreach (var message in stated)
        {
            var @case = await PanelCases.FindAsync(message.Case, db, cancellationToken);
            if (@case is null)
            {
                @case = Arriving.Case(message.Case, (short)message.Council.Number, (CaseKind)(short)message.Kind);
                db.Cases.Add(@case);
            }

            if (@case.Council != message.Council.Number)
            {
                continue;
            }

            var child = @case.Children.Find(each => each.Child == message.Child);
            if (child is null)
            {
                // What came late from before a restore: the hub calls the child something else by now, or knows it no more.
                if (message.Epoch < @case.Epoch)
                {
                    continue;
                }

                child = new CaseChild { CaseId = @case.Id, Child = message.Child, Councils = @case.Councils };
                @case.Children.Add(child);
            }
            else if (!Arriving.IsNewer(message.Epoch, message.Version, child.Epoch, child.HubVersion))
            {
                continue;
            }

            (child.Epoch, child.HubVersion) = (message.Epoch, message.Version);
            (child.ShouldBePlacedOn, child.AuthorityOn) = (message.ShouldBePlacedOn?.Day, message.AuthorityOn?.Day);
            Arriving.MoveOn(@case, LondonCalendar.Today(clock));
            @case.Version++;
            await PanelCases.SaveAsync(@case, db, clock, cancellationToken);
        }
    }
}
