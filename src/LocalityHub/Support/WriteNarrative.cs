using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Support;

/// <summary>Writes a narrative part of an application. It stays here; the fund hears only that all parts are written and hold nothing that identifies.</summary>
internal static class WriteNarrative
{
    public const int LongestText = 20_000;

    /// <param name="Text">The part, at most 20000 characters.</param>
    public sealed record Request(string Text);

    /// <param name="Text">Any text, at most 20000 characters.</param>
    /// <param name="FamilyId">The family whose names, days of birth and address it must not say; left out to look for forms alone.</param>
    public sealed record CheckRequest(string Text, Guid? FamilyId = null);

    /// <summary>Where something identifies, and as what: never what stands there.</summary>
    public sealed record Checked(IReadOnlyList<Identifier> Found);

    public static async Task<Results<Ok<Assess.Response>, ProblemHttpResult>> HandleAsync(
        Guid assessmentId, string part, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (Find(part) is not { } written)
        {
            return Problems.NotFound("support-narrative.not-found", "The form has no such narrative part.");
        }

        var expected = IfMatch.Require(context);
        Check(request.Text);
        if (await Assess.FindAsync(assessmentId, db, ct) is not var (assessment, family))
        {
            return Assess.NotFound();
        }

        if (assessment.Version != expected)
        {
            throw new StaleVersionException();
        }

        var narrative = assessment.Narratives.Find(each => each.Part == written);
        if (narrative is null)
        {
            narrative = new SupportNarrative { AssessmentId = assessment.Id, Part = written, ChildIds = family.ChildIds, Text = request.Text, WrittenBy = caller.Subject };
            assessment.Narratives.Add(narrative);
        }

        (narrative.Text, narrative.WrittenBy, narrative.WrittenAt) = (request.Text, caller.Subject, clock.GetUtcNow());
        narrative.IsClean = Guard.Find(request.Text, await FamilyTexts.KnownAsync(family, db, ct)).Count == 0;
        assessment.Version++;
        await db.SaveChangesAsync(ct);
        await SupportLedger.SettleAsync(db, council.Code, family, LondonCalendar.Today(clock), ct);
        IfMatch.SetETag(context, assessment.Version);
        return TypedResults.Ok(await Assess.DescribeAsync(assessment, family, db, ct));
    }

    /// <summary>Looks through a text and keeps nothing of it.</summary>
    public static async Task<Results<Ok<Checked>, ProblemHttpResult>> CheckAsync(CheckRequest request, LocalityHubDbContext db, CancellationToken ct)
    {
        Check(request.Text);
        var known = KnownFamily.Nobody;
        if (request.FamilyId is { } familyId)
        {
            if (await db.SupportFamilies.AsNoTracking().Include(each => each.Children).SingleOrDefaultAsync(each => each.Id == familyId, ct) is not { } family)
            {
                return KeepFamily.NotFound();
            }

            known = await FamilyTexts.KnownAsync(family, db, ct);
        }

        return TypedResults.Ok(new Checked(Guard.Find(request.Text, known)));
    }

    private static NarrativePart? Find(string name) => Enum.GetValues<NarrativePart>().Where(part => JsonNamingPolicy.KebabCaseLower.ConvertName(part.ToString()) == name).Cast<NarrativePart?>().FirstOrDefault();

    private static void Check(string text)
    {
        if (text is not { Length: > 0 and <= LongestText } || text.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidRequestException("narrative.text", "text is 1 to 20000 characters.", "text");
        }
    }
}
