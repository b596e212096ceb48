using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// The hub's own export: the fund service's form, in its order, with the narrative parts put into their places. The only place where the two meet. It is
/// kept nowhere, and what the identity guard finds is not in it, whoever gave it: each answer is looked through as a narrative part is, and the form's own
/// words for all but names, since "Child A" stands in every form and would be somebody's in a family called Childs.
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
            throw new RuleBrokenException("export.other-assessment", "The form rests on another assessment.", "assessmentId") { NamesNothingThere = true };
        }

        var known = await FamilyTexts.KnownAsync(family, db, ct);
        var joined = new List<Joined>();
        foreach (var (index, field) in request.Fields.Index())
        {
            var value = field.Narrative is { } part
                ? assessment.Narratives.Find(each => each.Part == part)?.Text ?? throw new RuleBrokenException("export.not-written", "This part is not written.", $"fields[{index}].narrative")
                : field.Value ?? string.Empty;

            // Narratives once more: what is known of the family may have grown since they were written.
            if (Guard.Find(value, known).Count > 0)
            {
                throw field.Narrative is null
                    ? new RuleBrokenException("export.identifies", "The identity guard finds something in this answer. Leave the field out, and answer it in the portal if it has to be.", $"fields[{index}].value")
                    : new RuleBrokenException("export.identifies", "The identity guard finds something in this part. Read the assessment for the places.", $"fields[{index}].narrative");
            }

            if (Guard.Find(field.Section, known.WithoutNames).Count > 0 || Guard.Find(field.Label, known.WithoutNames).Count > 0)
            {
                throw new RuleBrokenException("export.identifies", "The identity guard finds something in the words of this field. Send the form as the fund gave it.", $"fields[{index}].label");
            }

            joined.Add(new Joined(field.Number, field.Section, field.Label, value));
        }

        return TypedResults.Ok(new Response(joined));
    }
}
