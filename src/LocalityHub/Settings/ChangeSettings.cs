using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Settings;

internal static class ChangeSettings
{
    private const int MaximumLength = 120;

    // Manuals differ: 28 to 42 days in most, 4 to 12 weeks in others.
    private const int FewestDays = 28;
    private const int MostDays = 84;
    private const int FirstYear = 2020;

    /// <param name="ServiceTitle">How the adoption service calls itself; null to clear, at most 120 characters.</param>
    /// <param name="ContactRole">The role, not the person, whom others turn to; null to clear, at most 120 characters.</param>
    /// <param name="DecisionMakerRole">The office that decides for the agency; null to clear, at most 120 characters.</param>
    /// <param name="PermanencePlansFrom">Plans for permanence are awaited of children who came into care on this day or later; null: of none.</param>
    /// <param name="DisruptionMeetingDays">Within how many days of a disruption people meet, 28 to 84; null: 42.</param>
    /// <param name="SearchesFrom">Searches for a family are awaited from this day on, 2020 or later; null: as it was, the day of joining at first.</param>
    public sealed record Request(
        string? ServiceTitle, string? ContactRole, string? DecisionMakerRole, DateOnly? PermanencePlansFrom = null, int? DisruptionMeetingDays = null, DateOnly? SearchesFrom = null);

    public static async Task<Ok<ReadSettings.Response>> HandleAsync(
        Request request, HttpContext context, LocalityHubDbContext db, Council council, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var settings = await db.Settings.SingleAsync(ct);
        if (settings.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (request.DisruptionMeetingDays is < FewestDays or > MostDays)
        {
            throw new InvalidRequestException("settings.disruption-meeting", $"A disruption is met about within {FewestDays} to {MostDays} days.", "disruptionMeetingDays");
        }

        if (request.SearchesFrom is { Year: < FirstYear } || request.SearchesFrom > LondonCalendar.Today(clock).AddYears(1))
        {
            throw new InvalidRequestException("settings.searches-from", $"Searches are awaited from a day in {FirstYear} or later, at most a year ahead.", "searchesFrom");
        }

        settings.ServiceTitle = Checked(request.ServiceTitle, "serviceTitle");
        settings.ContactRole = Checked(request.ContactRole, "contactRole");
        settings.DecisionMakerRole = Checked(request.DecisionMakerRole, "decisionMakerRole");
        (settings.PermanencePlansFrom, settings.DisruptionMeetingDays) = (request.PermanencePlansFrom, request.DisruptionMeetingDays);
        settings.SearchesFrom = request.SearchesFrom ?? settings.SearchesFrom;
        settings.Version++;
        settings.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);

        IfMatch.SetETag(context, settings.Version);
        return TypedResults.Ok(ReadSettings.Describe(settings, council));
    }

    private static string? Checked(string? text, string field)
    {
        var trimmed = text?.Trim();
        return trimmed switch
        {
            null or "" => null,
            { Length: > MaximumLength } => throw new InvalidRequestException("settings.too-long", "A setting is at most 120 characters long.", field),
            _ when trimmed.Any(char.IsControl) => throw new InvalidRequestException("settings.control-character", "A setting is one line of plain text.", field),
            _ => trimmed,
        };
    }
}
