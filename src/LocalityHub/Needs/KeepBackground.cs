using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Needs;

/// <summary>A child's background: what a match would need to support. Only that leaves the hub, as codes.</summary>
internal static class KeepBackground
{
    /// <param name="Support">heritage, faith, language: what a match would need to support.</param>
    /// <param name="Ethnicity">As the family describes it.</param>
    /// <param name="Religion">The same.</param>
    /// <param name="Languages">The same.</param>
    /// <param name="SupportNeeded">How, in words; stays in this hub.</param>
    public sealed record Body(
        IReadOnlyList<IdentitySupport> Support, string? Ethnicity = null, string? Religion = null, string? Languages = null, string? SupportNeeded = null);

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ReadAsync(Guid childId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(Describe(await db.ChildBackgrounds.AsNoTracking().SingleOrDefaultAsync(known => known.ChildId == childId, ct)));
    }

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ChangeAsync(
        Guid childId, Body request, HttpContext context, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        var background = await db.ChildBackgrounds.SingleOrDefaultAsync(known => known.ChildId == childId, ct);
        if (background is null)
        {
            background = new ChildBackground { ChildId = childId };
            db.Add(background);
        }

        background.Ethnicity = PlainText.Line(request.Ethnicity, "ethnicity");
        background.Religion = PlainText.Line(request.Religion, "religion");
        background.Languages = PlainText.Line(request.Languages, "languages");
        background.Support = request.Support.ToSet("support");
        background.SupportNeeded = PlainText.Paragraphs(request.SupportNeeded, "supportNeeded", 4_000);
        await change.SettleAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(Describe(background));
    }

    private static Body Describe(ChildBackground? background) =>
        new(background?.Support.ToList() ?? [], background?.Ethnicity, background?.Religion, background?.Languages, background?.SupportNeeded);
}
