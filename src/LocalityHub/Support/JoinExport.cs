using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// The hub's own export: the fund service's form, in the portal's order, with the narrative parts put into their places. The only place where the two
/// meet. It holds nothing that the identity guard finds, and is kept nowhere.
/// </summary>
internal static class JoinExport
{
    private const int MostFields = 1_000;
    private const int LongestValue = 1_000;

    /// <param name="AssessmentId">The assessment, by the fund's reference, as the form names it.</param>
    /// <param name="Fields">The fields of the form, as the fund gave them.</param>
    public sealed record Request(Guid AssessmentId, IReadOnlyList<Field> Fields);

    /// <param name="Number">Its place on the form.</param>
    /// <param name="Section">Where on the form.</param>
    /// <param name="Label">What the form asks.</param>
    /// <param name="Value">The answer; null where it is a narrative part.</param>
    /// <param name="Narrative">The narrative part that belongs here; null where the answer is here.</param>
    public sealed record Field(int Number, string Section, string Label, string? Value = null, NarrativePart? Narrative = null);

    /// <summary>A field with its answer, whoever gave it.</summary>
    public sealed record Joined(int Number, string Section, string Label, string Value);

    public sealed record Response(IReadOnlyList<Joined> Fields);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid assessmentId, Request request, LocalityHubDbContext db, CancellationToken ct)
    {
        if (request.Fields.Count is < 1 or > MostFields || request.Fields.Any(field => field is null || field.Section.Length > LongestValue || field.Label.Length > LongestValue || field.Value is { Length: > LongestValue }))
        {
            throw new InvalidRequestException("export.fields", $"fields are those of the fund's form: 1 to {MostFields}.", "fields");
        }

        if (await Assess.FindAsync(assessmentId, db, ct) is not var (assessment, family))
        {
            return Assess.NotFound();
        }

        if (!await db.SupportReferences.AnyAsync(each => each.Kind == SupportReferenceKind.Assessment && each.AboutId == assessment.Id && each.Reference == request.AssessmentId, ct))
        {
            throw new RuleBrokenException("export.other-assessment", "The form rests on another assessment.", "assessmentId");
        }

        var known = KeepFamily.Known(family);
        var joined = new List<Joined>();
        foreach (var field in request.Fields)
        {
            if (field.Narrative is not { } part)
            {
                joined.Add(new Joined(field.Number, field.Section, field.Label, field.Value ?? string.Empty));
                continue;
            }

            var text = assessment.Narratives.Find(each => each.Part == part)?.Text
                ?? throw new RuleBrokenException("export.not-written", $"{field.Label}: this part is not written.", "fields");

            // Looked through once more: what is known of the family may have grown since it was written.
            if (Guard.Find(text, known).Count > 0)
            {
                throw new RuleBrokenException("export.identifies", $"{field.Label}: the identity guard finds something in this part. Read the assessment for the places.", "fields");
            }

            joined.Add(new Joined(field.Number, field.Section, field.Label, text));
        }

        return TypedResults.Ok(new Response(joined));
    }
}
