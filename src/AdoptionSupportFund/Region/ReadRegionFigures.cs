using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Region;

/// <summary>The fund's money in the region, by council.</summary>
internal static class ReadRegionFigures
{
    /// <param name="Year">The financial year, by the calendar year in which it ends.</param>
    /// <param name="Councils">Each council, and the region last.</param>
    public sealed record Response(int Year, IReadOnlyList<CouncilMoney> Councils);

    public static async Task<Ok<Response>> HandleAsync(RegionDesk desk, TimeProvider clock, CancellationToken ct, int? year = null)
    {
        var ended = YearOf(year, clock);
        return TypedResults.Ok(new Response(ended, await desk.MoneyAsync(ended, ct)));
    }

    public static int YearOf(int? year, TimeProvider clock) => year is null ? YearEnded.Of(LondonCalendar.Today(clock)).Year : YearOf(year);

    public static int YearOf(int? year) => year switch
    {
        >= 2017 and <= 2060 => year.Value,
        _ => throw new InvalidRequestException("figures.year", "year is 2017 to 2060: the calendar year in which the financial year ends.", "year"),
    };
}
