using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>The picture of a council, and of the region: money by council, children's balances, deadlines ahead.</summary>
internal static class DrawFund
{
    public const string ContentType = "image/svg+xml";

    /// <summary>What is said in the place of a figure that is hidden.</summary>
    public const string TooFew = "hidden: fewer than six children";

    public static async Task<ContentHttpResult> CouncilAsync(CouncilCode code, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct, int? year = null)
    {
        var ended = ReadRegionFigures.YearOf(year, clock);
        var (today, rules) = (LondonCalendar.Today(clock), await rulebooks.CurrentAsync(db, ct));
        var sums = await db.Postings.AsNoTracking().Where(posting => posting.Council == code.Number && posting.Year == ended)
            .GroupBy(posting => new { posting.Funder, posting.Account }).Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) }).ToListAsync(ct);
        var money = Enum.GetValues<Funder>().Select(funder => MoneyBar(
            NameOf(funder),
            On(funder, Account.Paid) + On(funder, Account.Payable), On(funder, Account.Commitment), On(funder, Account.Returnable))).ToList();
        var balances = await db.Balances.AsNoTracking().Where(balance => balance.Council == code.Number && balance.Year == ended).ToListAsync(ct);
        var pack = rules.Of(new YearEnded(ended), today);
        var ahead = WeekAhead.Of(await Worklist.OfAsync(db, (short)code.Number, today, rules, ct), today);
        return Picture(
            $"Adoption support fund {RulePack.NameOf(new YearEnded(ended))}, council {code}",
            ("Money by funder", money),
            ("Children by what is left of the fair access limit, by our applications", BalanceBars(BalanceBand.Of(balances, pack, today))),
            ("Deadlines in the weeks from", DeadlineBars(ahead)));

        long On(Funder funder, Account account) => Math.Abs(sums.Where(row => row.Key.Funder == funder && row.Key.Account == account).Sum(row => row.Pence));
    }

    public static async Task<ContentHttpResult> RegionAsync(RegionDesk desk, TimeProvider clock, CancellationToken ct, int? year = null)
    {
        var ended = ReadRegionFigures.YearOf(year, clock);
        var money = (await desk.MoneyAsync(ended, ct)).Select(row => row.Suppressed
            ? new Bar(row.Name, [("hidden", 0)], TooFew)
            : row is { SpentPence: { } spent, SetApartPence: { } setApart, ToReturnPence: { } toReturn }
                ? MoneyBar(row.Name, spent, setApart, toReturn)
                : new Bar(row.Name, [("hidden", row.AwardedPence ?? 0)], $"of {Pounds(row.AwardedPence ?? 0)} spent, {TooFew}")).ToList();
        return Picture(
            $"Adoption support fund {RulePack.NameOf(new YearEnded(ended))}, region",
            ("The fund's money by council", money),
            ("Children by what is left of the fair access limit, by our applications", BalanceBars(await desk.BalancesAsync(ended, ct))),
            ("Deadlines in the weeks from", DeadlineBars(await desk.AheadAsync(ct))));
    }

    public static ContentHttpResult Picture(string title, params (string Heading, IReadOnlyList<Bar> Bars)[] panels) => TypedResults.Content(
        FundPicture.Draw(title, string.Join(". ", panels.Select(panel => $"{panel.Heading}: {string.Join("; ", panel.Bars.Select(bar => $"{bar.Name} {bar.Said}"))}")) + ".", panels), ContentType);

    private static Bar MoneyBar(string name, long spent, long setApart, long toReturn) => new(
        name, [("spent", spent), ("set apart", setApart), ("to give back", toReturn)], $"{Pounds(spent)} of {Pounds(spent + setApart + toReturn)} spent");

    private static List<Bar> BalanceBars(IEnumerable<BalanceBand> bands) =>
        [.. bands.Select(band => band.Children is { } count ? new Bar(band.Name, [("used", count)], $"{count} children") : new Bar(band.Name, [("hidden", 0)], TooFew))];

    private static List<Bar> DeadlineBars(IEnumerable<WeekAhead> weeks) =>
        [.. weeks.Select(week => (Name: week.Monday.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), week.Due))
            .Select(week => week.Due is { } due ? new Bar(week.Name, [("due", due)], $"{due} due") : new Bar(week.Name, [("hidden", 0)], TooFew))];

    private static string NameOf(Funder funder) => funder switch { Funder.Fund => "fund", Funder.Council => "council", Funder.RegionalAgency => "regional agency", _ => "health" };

    public static string Pounds(long pence) => string.Create(CultureInfo.InvariantCulture, $"£{pence / 100m:N0}");
}
