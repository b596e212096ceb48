using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Ends a case that its council takes back, or that its hub knows no more.</summary>
internal sealed class CaseWithdrawal(PanelDbContext db, AgendaMessages messages)
{
    /// <summary>Nothing more happens to it, unless it is decided: what is decided stays decided, and a determination has its second decision.</summary>
    /// <param name="case">The case; the caller saves it.</param>
    /// <param name="reason">Why its place on an agenda is free again.</param>
    /// <param name="to">The hubs that are told.</param>
    /// <param name="ct">Gives up.</param>
    public async Task EndAsync(PanelCase @case, ItemReason reason, IReadOnlyCollection<short> to, CancellationToken ct)
    {
        if (@case.State is CaseState.Decided or CaseState.Closed or CaseState.Determined || await db.Determinations.AnyAsync(each => each.CaseId == @case.Id, ct))
        {
            return;
        }

        @case.State = CaseState.Withdrawn;
        await BookItem.FreeItsPlaceAsync(@case, reason, messages, db, ct, to);
    }
}
