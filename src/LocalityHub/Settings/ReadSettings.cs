using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Settings;

internal static class ReadSettings
{
    /// <param name="Council">The council's three digits.</param>
    /// <param name="Name">The council's name, as the hub was set up with.</param>
    /// <param name="ServiceTitle">How the adoption service calls itself.</param>
    /// <param name="ContactRole">The role, not the person, whom others turn to.</param>
    /// <param name="DecisionMakerRole">The office that decides for the agency.</param>
    /// <param name="PermanencePlansFrom">Plans for permanence are awaited of children who came into care on this day or later; null: of none.</param>
    /// <param name="DisruptionMeetingDays">Within how many days of a disruption people meet; null: 42.</param>
    /// <param name="SearchesFrom">Searches for a family are awaited from this day on.</param>
    public sealed record Response(
        string Council, string Name, string? ServiceTitle, string? ContactRole, string? DecisionMakerRole, DateOnly? PermanencePlansFrom = null, int? DisruptionMeetingDays = null,
        DateOnly? SearchesFrom = null);

    public static async Task<Ok<Response>> HandleAsync(HttpContext context, LocalityHubDbContext db, Council council, CancellationToken ct)
    {
        var settings = await db.Settings.AsNoTracking().SingleAsync(ct);
        IfMatch.SetETag(context, settings.Version);
        return TypedResults.Ok(Describe(settings, council));
    }

    public static Response Describe(CouncilSettings settings, Council council) =>
        new(
            council.Code.ToString(), council.Name, settings.ServiceTitle, settings.ContactRole, settings.DecisionMakerRole, settings.PermanencePlansFrom, settings.DisruptionMeetingDays,
            settings.SearchesFrom);
}
