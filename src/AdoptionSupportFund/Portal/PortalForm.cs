using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Portal;

/// <summary>
/// An application in parts to be typed or pasted into the fund's portal, in an order that is ours. Narrative parts have their places and no text: they lie in the
/// council's hub, which alone joins them.
/// </summary>
internal static class PortalForm
{
    /// <param name="Number">Its place on the form.</param>
    /// <param name="Section">Where on the form.</param>
    /// <param name="Label">What the form asks.</param>
    /// <param name="Value">The answer; null where it is a narrative part.</param>
    /// <param name="Narrative">The narrative part that belongs here; null where the answer is here.</param>
    public sealed record Field(int Number, string Section, string Label, string? Value, string? Narrative);

    /// <param name="ApplicationId">The application.</param>
    /// <param name="AssessmentId">The assessment by which the hub finds the narrative parts.</param>
    /// <param name="Fields">In the order of <paramref name="Order"/>.</param>
    /// <param name="Order">Whose order and words the fields have, and how sure we are of them.</param>
    public sealed record Response(Guid ApplicationId, Guid AssessmentId, IReadOnlyList<Field> Fields, FieldOrder Order);

    /// <param name="Version">Counts our orders from 1; changed with the fields, their order or words.</param>
    /// <param name="Source">Where it is written.</param>
    /// <param name="Confidence">How sure we are that the portal has it.</param>
    /// <param name="Note">What whoever types it should know.</param>
    public sealed record FieldOrder(int Version, string Source, Confidence Confidence, string Note);

    /// <summary>The portal's own form is behind its sign-in and was not read.</summary>
    public static readonly FieldOrder Ours = new(
        1, "Ours, after what the fund's guides say that an application holds; the portal's form was not read", Confidence.Low,
        "Order and words may differ from the portal's of the day. Type by what a field means, not by its number.");

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(CouncilCode code, Guid applicationId, FundDbContext db, CancellationToken ct)
    {
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        var ids = application.Children.Select(child => child.ChildId).ToArray();
        var children = await db.Children.AsNoTracking().Where(child => ids.Contains(child.Id)).OrderBy(child => child.Id).ToListAsync(ct);
        var assessment = await db.Assessments.AsNoTracking().FirstOrDefaultAsync(each => each.Id == application.AssessmentId, ct);
        var providerIds = application.Lines.Select(line => line.ProviderId).OfType<Guid>().ToArray();
        var providers = await KeepRegister.Whole(db).AsNoTracking().Where(provider => providerIds.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, ct);
        return TypedResults.Ok(new Response(application.Id, application.AssessmentId, Fields(application, children, assessment, providers), Ours));
    }

    public static List<Field> Fields(Application application, IReadOnlyList<FundChild> children, NeedsAssessment? assessment, IReadOnlyDictionary<Guid, Provider> providers)
    {
        var fields = new List<Field>();
        Add("Applicant", "Local authority code", new CouncilCode(application.Council).ToString());
        Add("Applicant", "Our reference", ReadApplications.NumberOf(application));
        Add("Applicant", "Amendment of an approved application", application.AmendsId is null ? "No" : "Yes");
        Add("Children", "Number of children", Number(application.Children.Count));
        foreach (var (index, child) in children.Index())
        {
            // The portal must not be told who they are: a letter is enough to tell them apart.
            var name = $"Child {Letter(index)}";
            Add("Children", $"{name}: route to permanence", Words(child.Route));
            Add("Children", $"{name}: education, health and care plan", child.HasPlan ? "Yes" : "No");
            Add("Children", $"{name}: needs", string.Join("; ", Enum.GetValues<SupportNeeds>().Where(need => need != SupportNeeds.None && child.Needs.HasFlag(need)).Select(need => Words(need))));
        }

        Add("Assessment", "Date of the assessment of adoption support needs", Day(assessment?.AssessedOn));
        Narrative("Assessment", "Summary of needs and history", "summary-of-needs");
        Narrative("Assessment", "Why therapy is needed now", "reason-for-therapy");
        foreach (var line in application.Lines.OrderBy(line => line.Number))
        {
            var section = $"Therapy {line.Number}";
            var provider = line.ProviderId is { } id ? providers.GetValueOrDefault(id) : null;

            // The letter alone: of a family whose name is Child the hub lets no "Child A" pass as a value.
            Add(section, "For child", string.Join(", ", line.Funding.Select(part => part.ChildId).Distinct().Order().Select(child => Letter(children.ToList().FindIndex(each => each.Id == child)))));
            Add(section, "Type of support", line.Therapy);
            Add(section, "Provider", provider?.Name ?? string.Empty);
            Add(section, "Provider's registration", provider is null ? string.Empty : $"{Words(provider.Status)}{(provider.RegistrationReference is { } reference ? $", {reference}" : string.Empty)}");
            Add(section, "Hours", line.Hours.ToString("0.##", CultureInfo.InvariantCulture));
            Add(section, "Hourly rate", Pounds(line.RatePence));
            Add(section, "Start date", Day(line.Starts));
            Add(section, "End date", Day(line.Ends));
            Add(section, "Total cost", Pounds(LineFacts.CostOf(line.Hours, line.RatePence)));
            foreach (var funder in line.Funding.GroupBy(part => part.Funder).OrderBy(group => group.Key))
            {
                Add(section, $"Paid by: {Words(funder.Key)}", Pounds(funder.Sum(part => part.Pence)));
            }
        }

        Narrative("Outcomes", "Outcomes hoped for", "outcomes-hoped-for");
        Narrative("Outcomes", "How progress will be known", "measures");
        Add("Total", "Asked of the fund", Pounds(application.Lines.SelectMany(line => line.Funding).Where(part => part.Funder == Funder.Fund).Sum(part => part.Pence)));
        Add("Total", "From others", Pounds(application.Lines.SelectMany(line => line.Funding).Where(part => part.Funder != Funder.Fund).Sum(part => part.Pence)));
        Add("Declarations", "Exceptions claimed", string.Join(", ", application.Exceptions));
        return fields;

        void Add(string section, string label, string value) => fields.Add(new Field(fields.Count + 1, section, label, value, null));

        void Narrative(string section, string label, string part) => fields.Add(new Field(fields.Count + 1, section, label, null, part));
    }

    private static char Letter(int index) => (char)('A' + index);

    private static string Words<T>(T code)
        where T : struct, Enum => string.Concat(code.ToString().Select((letter, index) => char.IsUpper(letter) ? (index > 0 ? " " : string.Empty) + char.ToLowerInvariant(letter) : letter.ToString()));

    private static string Day(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Pounds(long pence) => (pence / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
