using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Pictures;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.WhatIf;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Region;

/// <summary>
/// The one door from a request to all councils' rows: it hands out figures of the region, already suppressed, or, for what is worked out of
/// them, what its callers pool before they answer. Never a row of one child. Suppressed as the caller sees them: whoever works for a council knows what
/// it does and takes it off every sum, so what is told to them is safe without it.
/// </summary>
internal sealed class RegionDesk(SystemScopes scopes, Caller caller, Rulebooks rulebooks, IConfiguration configuration, TimeProvider clock)
{
    private readonly IReadOnlyDictionary<short, string> _names = configuration.GetSection("Region:Councils").GetChildren()
        .ToDictionary(council => short.Parse(council["Code"]!, System.Globalization.CultureInfo.InvariantCulture), council => council["Name"] ?? council["Code"]!);

    private readonly HashSet<short> _known = [.. caller.Councils.Select(council => (short)council.Number)];

    /// <summary>The region's councils by number.</summary>
    public IReadOnlyDictionary<short, string> Names => _names;

    /// <summary>Whether the caller works for a council, and so knows a part of what the region's figures are made of.</summary>
    public bool IsAskedByACouncil => _known.Count > 0;

    /// <summary>What the fund's money of a financial year stands at, for each council and the region.</summary>
    public async Task<IReadOnlyList<CouncilMoney>> MoneyAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional money");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var sums = await db.Postings.AsNoTracking().Where(posting => posting.Year == year && posting.Funder == Checks.Funder.Fund)
            .GroupBy(posting => new { posting.Council, posting.ChildId, posting.Account }).Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) }).ToListAsync(ct);
        return RegionalMoney.Of(sums.Select(sum => new RegionalMoney.Holding(sum.Key.Council, sum.Key.ChildId, sum.Key.Account, sum.Pence)), _names, _known);
    }

    /// <summary>How many children of the region have so much left of a year's limit, suppressed.</summary>
    public async Task<IReadOnlyList<BalanceBand>> BalancesAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional balances");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var today = LondonCalendar.Today(clock);
        var pack = (await rulebooks.CurrentAsync(db, ct)).Of(new YearEnded(year), today);
        var balances = await db.Balances.AsNoTracking().Where(balance => balance.Year == year).ToListAsync(ct);
        return BalanceBand.Suppressed(BalanceBand.Of(balances, pack, today), BalanceBand.Of([.. balances.Where(balance => !_known.Contains(balance.Council))], pack, today));
    }

    /// <summary>What the councils together spend with each provider in a financial year, suppressed; nothing of it to who knows what one of them spends.</summary>
    public async Task<IReadOnlyList<RegionalSpend.Entry>> SpendAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional spend");
        var entries = await RegionalSpend.ReadAsync(scope.ServiceProvider.GetRequiredService<FundDbContext>(), year, ct);
        return IsAskedByACouncil ? [.. entries.Select(RegionalSpend.Hidden)] : entries;
    }

    /// <summary>For how many children, of whom the caller does not know, something is called off from each framework; what ended without an invoice is given back.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CalledOffForAsync(IReadOnlyCollection<Guid> frameworks, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional frameworks");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var known = _known.ToArray();
        var children = await (
            from order in db.Orders
            join part in db.LineFunding on order.LineId equals part.LineId
            where order.FrameworkId != null && frameworks.Contains(order.FrameworkId.Value) && !known.Contains(order.Council)
                && (order.State == OrderState.Placed || db.Invoices.Any(invoice => invoice.OrderId == order.Id && invoice.State != InvoiceState.Reversed))
            select new { Framework = order.FrameworkId!.Value, part.ChildId }).Distinct().ToListAsync(ct);
        return children.CountBy(child => child.Framework).ToDictionary();
    }

    /// <summary>What came of each therapy in the region, suppressed.</summary>
    public async Task<IReadOnlyList<OutcomeFigures.Figure>> OutcomesAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("regional outcomes");
        return OutcomeFigures.Of(await scope.ServiceProvider.GetRequiredService<FundDbContext>().Measurements.AsNoTracking().ToListAsync(ct), _known);
    }

    /// <summary>What each child of the region needed in a year; for sums only.</summary>
    public async Task<IReadOnlyList<ChildNeed>> NeedsAsync(int year, CancellationToken ct)
    {
        await using var scope = scopes.Create("regional needs");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        return await AskWhatIf.NeedsAsync(db.Applications, db, year, await rulebooks.CurrentAsync(db, ct), ct);
    }

    /// <summary>How many deadlines lie ahead in the region, week by week, suppressed.</summary>
    public async Task<IReadOnlyList<WeekAhead>> AheadAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("regional deadlines");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        var today = LondonCalendar.Today(clock);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var (tasks, unknown) = (new List<WorkItem>(), new List<WorkItem>());
        foreach (var council in _names.Keys)
        {
            var items = await Worklist.OfAsync(db, council, today, rules, ct);
            tasks.AddRange(items);
            unknown.AddRange(_known.Contains(council) ? [] : items);
        }

        var assessments = unknown.Select(item => item.AssessmentId).OfType<Guid>().Distinct().ToArray();
        var children = (await db.Assessments.AsNoTracking().Where(assessment => assessments.Contains(assessment.Id)).Select(assessment => new { assessment.Id, assessment.ChildId }).ToListAsync(ct))
            .ToLookup(row => row.Id, row => row.ChildId);
        return WeekAhead.Suppressed(tasks, unknown, item => item.ChildId is { } child ? [child] : item.AssessmentId is { } assessment ? children[assessment] : [], today);
    }
}
