using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Settings;

internal static class ChangeSettings
{
    private const int MaximumLength = 120;

    /// <param name="ServiceTitle">How the adoption service calls itself; null to clear, at most 120 characters.</param>
    /// <param name="ContactRole">The role, not the person, whom others turn to; null to clear, at most 120 characters.</param>
    /// <param name="DecisionMakerRole">The office that decides for the agency; null to clear, at most 120 characters.</param>
    public sealed record Request(string? ServiceTitle, string? ContactRole, string? DecisionMakerRole);

    public static async Task<Ok<ReadSettings.Response>> HandleAsync(
        Request request, HttpContext context, LocalityHubDbContext db, Council council, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var settings = await db.Settings.SingleAsync(ct);
        if (settings.Version != expected)
        {
            throw new StaleVersionException();
        }

        settings.ServiceTitle = Checked(request.ServiceTitle, "serviceTitle");
        settings.ContactRole = Checked(request.ContactRole, "contactRole");
        settings.DecisionMakerRole = Checked(request.DecisionMakerRole, "decisionMakerRole");
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
