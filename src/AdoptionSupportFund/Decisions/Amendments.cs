using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Decisions;

/// <summary>
/// Amendments after approval: an application of its own whose lines add to an approved one or take the place of its lines. Nothing of the amended
/// one is edited. When the amendment is approved, what was not invoiced of a replaced line is given up, its open orders end, and the new line's
/// award stands beside it.
/// </summary>
internal static class Amendments
{
    /// <summary>What the limits would get back by an amendment: of each replaced line the fund's and others' money that was not invoiced.</summary>
    public static async Task<Dictionary<(Guid Child, YearEnded Year), Use>> GivenBackAsync(FundDbContext db, Application amendment, Rulebook rules, CancellationToken ct)
    {
        var back = new Dictionary<(Guid, YearEnded), Use>();
        foreach (var (line, holdings) in await ReplacedAsync(db, amendment, ct))
        {
            foreach (var (key, use) in UseOf(line, Books.Unspent(holdings), amendment.AppliedOn ?? line.Starts, rules))
            {
                back[key] = back.GetValueOrDefault(key) + use;
            }
        }

        return back;
    }

    /// <summary>Gives up what the amendment takes the place of; its application is locked by whoever calls, before the balances.</summary>
    public static async Task ApplyAsync(FundDbContext db, Application amendment, Rulebook rules, string subject, DateOnly day, DateTimeOffset now, CancellationToken ct)
    {
        var amended = amendment.AmendsId!.Value;
        foreach (var (line, holdings) in await ReplacedAsync(db, amendment, ct))
        {
            var movements = Books.Unspent(holdings);
            LedgerStore.Write(
                db,
                new Journal
                {
                    Id = Guid.CreateVersion7(), Council = amendment.Council, Kind = JournalKind.Unspent, OccurredOn = day, RecordedAt = now, RecordedBy = subject, ApplicationId = amended, SourceId = amendment.Id,
                },
                movements);
            line.ReplacedById = amendment.Lines.First(each => each.ReplacesId == line.Id).Id;
            await Balances.GiveBackAsync(db, amended, UseOf(line, movements, amendment.AppliedOn!.Value, rules), ct);
            await EndOrders.RunAsync(db, db.Orders.Where(order => order.LineId == line.Id), ct);
        }
    }

    /// <summary>What amounts given up of a line counted for in its children's balances.</summary>
    public static IEnumerable<((Guid Child, YearEnded Year) Key, Use Use)> UseOf(ApplicationLine line, IEnumerable<Movement> movements, DateOnly day, Rulebook rules) => Asked.By(
        [
            FactsReader.Of(line, []) with
            {
                Funding = [.. movements.GroupBy(movement => (movement.Purse.ChildId, movement.Purse.Funder)).Select(group => new FundingFacts(group.Key.ChildId, group.Key.Funder, group.Sum(movement => movement.Pence)))],
            },
        ],
        day,
        rules);

    private static async Task<List<(ApplicationLine Line, IReadOnlyList<(Purse Purse, Books.Holding Holding)> Holdings)>> ReplacedAsync(FundDbContext db, Application amendment, CancellationToken ct)
    {
        var replaced = new List<(ApplicationLine, IReadOnlyList<(Purse, Books.Holding)>)>();
        if (amendment.AmendsId is { } amended)
        {
            var ids = amendment.Lines.Select(line => line.ReplacesId).OfType<Guid>().Distinct().ToArray();
            foreach (var line in await db.Lines.Include(line => line.Funding).Where(line => line.ApplicationId == amended && ids.Contains(line.Id)).OrderBy(line => line.Number).ToListAsync(ct))
            {
                replaced.Add((line, await LedgerStore.HoldingsAsync(db, amended, line.Id, ct)));
            }
        }

        return replaced;
    }
}
