using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.PanelScheduling.Cases;

/// <summary>Finds cases whole, and saves them with their clocks read anew.</summary>
internal static class PanelCases
{
    internal static ProblemHttpResult NotFound() => Problems.NotFound("case.not-found", "There is no such case.");

    internal static IQueryable<PanelCase> Whole(this IQueryable<PanelCase> cases) => cases
        .Include(@case => @case.Children).Include(@case => @case.Days).Include(@case => @case.Pauses).Include(@case => @case.Conflicts).AsSplitQuery();

    internal static Task<PanelCase?> FindAsync(Guid caseId, PanelDbContext db, CancellationToken ct) =>
        db.Cases.Whole().SingleOrDefaultAsync(@case => @case.Id == caseId, ct);

    /// <summary>A case that is to be changed: whoever else would change it waits, and is told then that it has another version.</summary>
    internal static async Task<PanelCase?> LockAsync(Guid caseId, PanelDbContext db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from panel_case where id = {caseId} for update", ct);
        return await FindAsync(caseId, db, ct);
    }

    /// <summary>Saves what has changed, the case's clocks with it.</summary>
    internal static async Task SaveAsync(PanelCase @case, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await SettleAsync(@case, db, clock, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Reads the case's clocks anew, to be saved with it.</summary>
    internal static async Task SettleAsync(PanelCase @case, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = CaseClocks.Of(@case, LondonCalendar.Today(clock), ClockEngine.England).ToDictionary(each => (each.Code, each.Round, each.Recipient));
        foreach (var stored in await db.Clocks.Where(each => each.CaseId == @case.Id).ToListAsync(ct))
        {
            if (!now.Remove((stored.Code, stored.Round, stored.Recipient), out var read))
            {
                db.Clocks.Remove(stored);
                continue;
            }

            (stored.Councils, stored.Started, stored.Due, stored.Ended) = (read.Councils, read.Started, read.Due, read.Ended);
            (stored.Paused, stored.PausedFrom, stored.IsBreach) = (read.Paused, read.PausedFrom, read.IsBreach);
        }

        db.Clocks.AddRange(now.Values);
    }
}
