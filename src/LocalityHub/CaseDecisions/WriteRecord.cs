using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Settings;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>
/// A decision maker writes the reasoned record; panel scheduling is told that it is there, and of whom. It is handed out as the document that goes
/// with an application for a placement order.
/// </summary>
internal static class WriteRecord
{
    private const int Longest = 50_000;

    /// <param name="Material">Versions of the case's papers that were read: each that the panel had, of whichever council, and what came since.</param>
    /// <param name="OtherMaterial">What else was read, in words.</param>
    /// <param name="Arguments">The key arguments, for and against.</param>
    /// <param name="PanelReasons">Which of the panel's reasons are adopted, and why; empty where no panel was.</param>
    /// <param name="OwnReasons">One's own reasons.</param>
    public sealed record Request(IReadOnlyList<Guid> Material, string Arguments, string OwnReasons, string? PanelReasons = null, string? OtherMaterial = null);

    /// <param name="RecordId">The record: entering the decision names it.</param>
    /// <param name="CaseId">The case.</param>
    /// <param name="Material">Versions of the case's papers that were read.</param>
    /// <param name="OtherMaterial">What else was read.</param>
    /// <param name="Arguments">The key arguments.</param>
    /// <param name="PanelReasons">Which of the panel's reasons are adopted, and why.</param>
    /// <param name="OwnReasons">The writer's own reasons.</param>
    /// <param name="WrittenAt">When.</param>
    /// <param name="TakenBackAt">When a limit of the child's own came to stand against the household: no decision is entered by it any more. Null while it holds.</param>
    public sealed record Response(
        Guid RecordId, Guid CaseId, IReadOnlyList<Guid> Material, string OtherMaterial, string Arguments, string PanelReasons, string OwnReasons, DateTimeOffset WrittenAt, DateTimeOffset? TakenBackAt = null);

    public static ProblemHttpResult NotFound() => Problems.NotFound("decision-record.not-found", "This case has no such record.");

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Request request, Caller caller, Council council, AreaKey areas, LinkDecisions links, CaseChange cases, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        if (@case.State != PanelCaseState.Raised)
        {
            throw new RuleBrokenException("decision-record.not-yours", "Reasons are written in the hub of the council that decides, of a case that was raised.");
        }

        // A limit that is entered at this moment waits for the record, and takes it back, or is there before it.
        await cases.HoldAsync(@case.ChildIds, ct);

        // Panel scheduling is told nothing of it, and decides nothing without a record. Once the choice is taken back the maker may say no.
        if (@case.LinkId is { } link && await links.IsChosenAsync(link, ct))
        {
            await LimitsOfLinks.DemandNoneAsync(link, @case.ChildIds, db, areas, ct);
        }

        var panelReasons = PlainText.Paragraphs(request.PanelReasons, "panelReasons", Longest) ?? string.Empty;
        if (@case.Route.Panel == PanelUse.Required && panelReasons.Length == 0)
        {
            throw new RuleBrokenException("decision-record.panel-reasons", "Say which of the panel's reasons are adopted and why, or why none is.", "panelReasons");
        }

        await RecordedMaterial.CheckAsync(request.Material, @case, db, ct);
        var other = PlainText.Paragraphs(request.OtherMaterial, "otherMaterial", Longest) ?? string.Empty;
        if (request.Material.Count == 0 && other.Length == 0)
        {
            throw new RuleBrokenException("decision-record.material", "Say what was read: a decision rests on material.", "material");
        }

        var record = new DecisionRecord
        {
            Id = Guid.NewGuid(), CaseId = caseId, Material = [.. request.Material.Distinct()], OtherMaterial = other, Arguments = PlainText.Required(request.Arguments, "arguments", Longest),
            PanelReasons = panelReasons, OwnReasons = PlainText.Required(request.OwnReasons, "ownReasons", Longest), WrittenBy = caller.Subject, WriterName = caller.Name.Length == 0 ? caller.Subject : caller.Name, WrittenAt = clock.GetUtcNow(),
        };
        db.Add(record);
        await db.SaveChangesAsync(ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        session.Ledger.Advance(
            await session.OfGivenAsync(record.Id, ReferencePurpose.DecisionRecord, ct),
            new DecisionRecordHeld(record.Id, council.Code, 0, 0, caseId, PersonReference.Of(caller.Subject)));
        await session.SaveAsync(ct);
        audit.About([caseId, record.Id]);
        return TypedResults.Created($"/api/v1/councils/{council.Code}/panel-cases/{caseId}/decision-records/{record.Id}", Describe(record));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid caseId, Guid recordId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await FindAsync(caseId, recordId, db, audit, ct) is not { } record)
        {
            return NotFound();
        }

        return TypedResults.Ok(Describe(record));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DocumentAsync(
        Guid caseId, Guid recordId, Council council, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, Coded<FileFormat>? format = null)
    {
        if (await FindAsync(caseId, recordId, db, audit, ct) is not { } record)
        {
            return NotFound();
        }

        var @case = await db.PanelCases.AsNoTracking().SingleAsync(each => each.Id == caseId, ct);
        return DocumentFormats.File(await ComposeAsync(record, @case, council, db, ct), format?.Value ?? FileFormat.Pdf, $"decision-record-{recordId}");
    }

    /// <summary>The record as a document.</summary>
    public static async Task<WrittenDocument> ComposeAsync(DecisionRecord record, PanelCase @case, Council council, LocalityHubDbContext db, CancellationToken ct)
    {
        var children = await db.Children.AsNoTracking().Where(child => @case.ChildIds.Contains(child.Id)).OrderBy(child => child.DateOfBirth).ToListAsync(ct);
        var papers = await db.CasePapers.AsNoTracking().Where(paper => record.Material.Contains(paper.Id)).OrderBy(paper => paper.DatedOn).ToListAsync(ct);
        var decisions = await db.CaseDecisions.AsNoTracking().Where(decision => decision.RecordId == record.Id).OrderBy(decision => decision.ReceivedAt).ToListAsync(ct);
        var settings = await db.Settings.AsNoTracking().SingleOrDefaultAsync(ct);

        // In a case of children the household is in no document that may go to a court or to parents.
        var applicants = @case.ChildIds.Length == 0 && @case.HouseholdId is { } household
            ? await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == household && member.Role == MemberRole.Parent).OrderBy(member => member.Ordinal).ToListAsync(ct)
            : [];
        var office = settings?.DecisionMakerRole is { Length: > 0 } role ? $", {role}" : string.Empty;
        List<DocumentBlock> blocks =
        [
            DocumentBlock.Paragraph($"{CouncilSettings.NameOf(settings, council)}. {@case.Route.Title} ({@case.Route.Source})."),
            .. applicants.Count == 0 ? [] : new[] { DocumentBlock.Paragraph(string.Join(" and ", applicants.Select(member => $"{member.GivenName} {member.FamilyName}"))) },
            .. children.Select(child => DocumentBlock.Paragraph($"{NameOf(child)}, born {child.DateOfBirth:d MMMM yyyy}")),
            .. decisions.Select(decision => DocumentBlock.Paragraph(
                $"Decided on {decision.DecidedOn:d MMMM yyyy}{About(decision, children)}: {decision.Outcome.ToString().ToLowerInvariant()}.")),
            .. record.WriterName is { } writer ? new[] { DocumentBlock.Paragraph($"By the agency decision maker {writer}{office}, who wrote these reasons on {LondonCalendar.DateOf(record.WrittenAt):d MMMM yyyy}.") } : [],
            .. Part("Material considered", record.OtherMaterial,
            [
                .. papers.Select(paper => $"{paper.FileName}, {paper.DatedOn:d MMMM yyyy}, version {paper.Number}"),
                .. record.Material.Except(papers.Select(paper => paper.Id)).Select(version => $"Paper {version} of council {@case.HouseholdsCouncil}, as the panel had it"),
            ]),
            .. Part("Key arguments", record.Arguments),
            .. Part("The panel's reasons", record.PanelReasons),
            .. Part("Reasons for the decision", record.OwnReasons),
        ];
        return new WrittenDocument("Record of the agency decision maker's decision", blocks);
    }

    private static string NameOf(Child child) => $"{child.GivenName} {child.FamilyName}".Trim() is { Length: > 0 } name ? name : $"The child {child.LocalId}";

    /// <summary>Of brothers and sisters each has a decision of its own.</summary>
    private static string About(CaseDecision decision, List<Child> children) => children.Find(child => child.Id == decision.ChildId) is { } child ? $" about {NameOf(child)}" : string.Empty;

    private static IEnumerable<DocumentBlock> Part(string heading, string text, IEnumerable<string>? items = null)
    {
        DocumentBlock[] listed = [.. (items ?? []).Select(DocumentBlock.Item)];
        return text.Length == 0 && listed.Length == 0 ? [] : [DocumentBlock.Heading(heading), .. listed, .. text.Length == 0 ? Array.Empty<DocumentBlock>() : [DocumentBlock.Paragraph(text)]];
    }

    private static async Task<DecisionRecord?> FindAsync(Guid caseId, Guid recordId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        audit.About([caseId, recordId]);
        return await db.DecisionRecords.AsNoTracking().SingleOrDefaultAsync(record => record.CaseId == caseId && record.Id == recordId, ct);
    }

    private static Response Describe(DecisionRecord record) => new(
        record.Id, record.CaseId, record.Material, record.OtherMaterial, record.Arguments, record.PanelReasons, record.OwnReasons, record.WrittenAt, record.TakenBackAt);
}
