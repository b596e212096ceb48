using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Pictures;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.WhatIf;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Region;

/// <summary>
/// The one door from a request to all councils' rows: it hands out figures of the region, already suppressed, or, for what is worked out of
/// them, what its callers pool before they answer. Never a row of one child.
/// </summary>
internal sealed class RegionDesk(SystemScopes scopes, Rulebooks rulebooks, IConfiguration configuration, TimeProvider clock)
{
    private readonly IReadOnlyDictionary<short, string> _names = configuration.GetSection("Region:Councils").GetChildren()
        .ToDictionary(council => short.Parse(council["Code"]!, System.Globalization.CultureInfo.InvariantCulture), council => council["Name"] ?? council["Code"]!);

    /// <summary>The region's councils by number.</summary>
    public IReadOnlyDictionary<short, string> Names => _names;

    /// <summary>What the fund's money of a financial year stands at, for each council and the region; hidden where it stands for fewer than six children.</summary>
    public async Task<IReadOnlyList<CouncilMoney>> MoneyAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional money");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var sums = (await db.Postings.AsNoTracking().Where(posting => posting.Year == year && posting.Funder == Checks.Funder.Fund)
            .GroupBy(posting => new { posting.Council, posting.Account }).Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) }).ToListAsync(ct)).ToLookup(row => row.Key.Council);
        var children = await db.Postings.AsNoTracking().Where(posting => posting.Year == year && posting.Funder == Checks.Funder.Fund)
            .GroupBy(posting => posting.Council).Select(group => new { Council = group.Key, Children = group.Select(posting => posting.ChildId).Distinct().Count() }).ToDictionaryAsync(row => row.Council, row => row.Children, ct);
        var councils = _names.Keys.Order().ToList();
        var hidden = Suppression.Hidden([.. councils.Select(council => children.GetValueOrDefault(council))]);
        var rows = councils.Select((council, index) => (Council: council, Row: Of(council, sums[council].Select(row => (row.Key.Account, row.Pence)), children.GetValueOrDefault(council)), IsHidden: hidden.Contains(index))).ToList();
        var whole = Of(0, sums.SelectMany(row => row).Select(row => (row.Key.Account, row.Pence)), children.Values.Sum());
        return
        [
            .. rows.Select(row => row.IsHidden ? Hide(row.Row) : row.Row),
            whole.Children is > 0 and < Suppression.Threshold ? Hide(whole) : whole,
        ];

        CouncilMoney Of(short council, IEnumerable<(Account Account, long Pence)> accounts, int count)
        {
            var all = accounts.ToList();
            long On(params Account[] wanted) => Math.Abs(all.Where(each => wanted.Contains(each.Account)).Sum(each => each.Pence));
            return new CouncilMoney(
                council == 0 ? null : new CouncilCode(council), council == 0 ? "Region" : _names[council], count, On(Account.Entitlement, Account.Receivable, Account.Received) - On(Account.Returned),
                On(Account.Paid, Account.Payable), On(Account.Commitment), On(Account.Returnable), false);
        }

        static CouncilMoney Hide(CouncilMoney row) => row with { Children = null, AwardedPence = null, SpentPence = null, SetApartPence = null, ToReturnPence = null, Suppressed = true };
    }

    /// <summary>How many children of the region have so much left of a year's limit, suppressed.</summary>
    public async Task<IReadOnlyList<BalanceBand>> BalancesAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional balances");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var today = LondonCalendar.Today(clock);
        var pack = (await rulebooks.CurrentAsync(db, ct)).Of(new YearEnded(year), today);
        return BalanceBand.Suppressed(BalanceBand.Of(await db.Balances.AsNoTracking().Where(balance => balance.Year == year).ToListAsync(ct), pack, today));
    }

    /// <summary>What the councils together spend with each provider in a financial year, suppressed.</summary>
    public async Task<IReadOnlyList<RegionalSpend.Entry>> SpendAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional spend");
        return await RegionalSpend.ReadAsync(scope.ServiceProvider.GetRequiredService<FundDbContext>(), year, ct);
    }

    /// <summary>For how many children of the region was called off from each framework.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CalledOffForAsync(IReadOnlyCollection<Guid> frameworks, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional frameworks");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var children = await (
            from order in db.Orders
            join part in db.LineFunding on order.LineId equals part.LineId
            where order.FrameworkId != null && frameworks.Contains(order.FrameworkId.Value)
            select new { Framework = order.FrameworkId!.Value, part.ChildId }).Distinct().ToListAsync(ct);
        return children.CountBy(child => child.Framework).ToDictionary();
    }

    /// <summary>What came of each therapy in the region, suppressed.</summary>
    public async Task<IReadOnlyList<OutcomeFigures.Figure>> OutcomesAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("regional outcomes");
        return OutcomeFigures.Of(await scope.ServiceProvider.GetRequiredService<FundDbContext>().Measurements.AsNoTracking().ToListAsync(ct));
    }

    /// <summary>What each child of the region needed in a year; for sums only.</summary>
    public async Task<IReadOnlyList<ChildNeed>> NeedsAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional needs");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        return await AskWhatIf.NeedsAsync(db.Applications, db, year, await rulebooks.CurrentAsync(db, ct), ct);
    }

    /// <summary>How many deadlines lie ahead in the region, week by week.</summary>
    public async Task<IReadOnlyList<WeekAhead>> AheadAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("regional deadlines");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var today = LondonCalendar.Today(clock);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var tasks = new List<WorkItem>();
        foreach (var council in _names.Keys)
        {
            tasks.AddRange(await Worklist.OfAsync(db, council, today, rules, ct));
        }

        return WeekAhead.Of(tasks, today);
    }
}

/// <summary>
/// What the fund's money of a year stands at; null and suppressed where it stands for fewer than six children.
/// <c>AwardedPence</c>: agreed to, less what was given back.
/// <c>SpentPence</c>: paid to providers or invoiced by them.
/// <c>SetApartPence</c>: not invoiced yet.
/// </summary>
internal sealed record CouncilMoney(CouncilCode? Council, string Name, int? Children, long? AwardedPence, long? SpentPence, long? SetApartPence, long? ToReturnPence, bool Suppressed);
