using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Settings;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Letters;

/// <summary>Writes the letter of a decision from the council's template, hands it out as docx or PDF, and notes that it was sent.</summary>
internal static class WriteLetter
{
    /// <param name="DecisionId">The decision that it tells.</param>
    /// <param name="Kind">Which letter.</param>
    /// <param name="Recipient">Whose name stands on it.</param>
    /// <param name="Address">Where it goes.</param>
    /// <param name="SignedBy">Whose name stands below it.</param>
    public sealed record Request(Guid DecisionId, LetterKind Kind, string Recipient, string Address, string SignedBy);

    /// <param name="On">When it was sent.</param>
    /// <param name="Person">To which person of the recipients, counted from 1: of two parents each has a letter.</param>
    public sealed record SentRequest(DateOnly On, int Person = 1);

    /// <param name="LetterId">The letter.</param>
    /// <param name="DecisionId">The decision that it tells.</param>
    /// <param name="Kind">Which letter.</param>
    /// <param name="Text">Its words.</param>
    /// <param name="SentOn">When it was sent.</param>
    /// <param name="HouseholdUnchecked">
    /// Of a letter to parents: the household is another council's, whose hub alone knows its name, address and postcode. What was typed could not be looked
    /// through for them: somebody has to.
    /// </param>
    public sealed record Response(Guid LetterId, Guid DecisionId, LetterKind Kind, string Text, DateOnly? SentOn, bool HouseholdUnchecked = false);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case
            || await db.CaseDecisions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == request.DecisionId && each.CaseId == caseId, ct) is not { } decision)
        {
            return TellDecision.NotFound();
        }

        RequireFitting(request.Kind, @case, decision);
        var template = await db.LetterTemplates.AsNoTracking().SingleOrDefaultAsync(each => each.Kind == request.Kind, ct);
        var now = clock.GetUtcNow();
        var today = LondonCalendar.DateOf(now);
        var common = new LetterFacts(
            today, CouncilSettings.NameOf(await db.Settings.AsNoTracking().SingleOrDefaultAsync(ct), council), Line(request.Recipient, "recipient"), PlainText.Required(request.Address, "address", 400), @case.Route.Title, WordsOf(@case.Kind, decision.Outcome),
            decision.DecidedOn, Line(request.SignedBy, "signedBy"));
        var facts = LetterKinds.RecipientOf(request.Kind) == NoticeRecipient.BirthParents
            ? await ParentsAsync(common, @case, decision, db, ct)
            : await HouseholdAsync(common, @case, decision, today, db, ct);
        var text = LetterFields.Merge(template?.Text ?? UsualTemplates.Of(request.Kind), facts.Values());
        if (LetterKinds.RecipientOf(request.Kind) == NoticeRecipient.BirthParents)
        {
            await RequireWithoutHouseholdAsync(text, @case, db, ct);
        }

        var letter = new Letter
        {
            Id = Guid.NewGuid(), CaseId = caseId, DecisionId = decision.Id, Kind = request.Kind, Text = text, TemplateVersion = template?.Version ?? 0, WrittenBy = caller.Subject, WrittenAt = now,
        };
        db.Add(letter);
        await db.SaveChangesAsync(ct);
        audit.About([caseId, letter.Id]);
        IfMatch.SetETag(context, letter.Version);
        return TypedResults.Created($"/api/v1/councils/{council.Code}/panel-cases/{caseId}/letters/{letter.Id}", Describe(letter, @case));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid caseId, Guid letterId, HttpContext context, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case
            || await db.Letters.AsNoTracking().SingleOrDefaultAsync(each => each.CaseId == caseId && each.Id == letterId, ct) is not { } letter)
        {
            return NotFound();
        }

        audit.About([caseId, letterId]);
        IfMatch.SetETag(context, letter.Version);
        return TypedResults.Ok(Describe(letter, @case));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DocumentAsync(
        Guid caseId, Guid letterId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, Coded<FileFormat>? format = null)
    {
        if (await db.Letters.AsNoTracking().SingleOrDefaultAsync(each => each.CaseId == caseId && each.Id == letterId, ct) is not { } letter)
        {
            return NotFound();
        }

        audit.About([caseId, letterId]);
        return DocumentFormats.File(Compose(letter), format?.Value ?? FileFormat.Pdf, $"letter-{letterId}");
    }

    /// <summary>The letter as a document.</summary>
    public static WrittenDocument Compose(Letter letter) => new(
        "Letter",
        [.. letter.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.StartsWith("# ", StringComparison.Ordinal) ? DocumentBlock.Heading(part[2..]) : DocumentBlock.Paragraph(part))]);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> SentAsync(
        Guid caseId, Guid letterId, SentRequest request, HttpContext context, LocalityHubDbContext db, CaseChange change, DecisionNotices notices, AuditTrail audit, CancellationToken ct)
    {
        if (await change.LockAsync(caseId, null, ct) is not { } @case || await db.Letters.SingleOrDefaultAsync(each => each.CaseId == caseId && each.Id == letterId, ct) is not { } letter)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, letter.Version);
        if (letter.SentOn is not null)
        {
            throw new RuleBrokenException("letter.sent", "The letter was sent before.");
        }

        var recipient = LetterKinds.RecipientOf(letter.Kind);
        if (await db.DecisionNotices.AnyAsync(notice => notice.DecisionId == letter.DecisionId && notice.Recipient == recipient && notice.Person == request.Person
            && notice.InWritingOn != null && notice.InWritingOn != request.On, ct))
        {
            // Most likely the other parent's, and nobody said so: the first one's day is the begin of a clock, or its end.
            throw new RuleBrokenException("letter.person-has-one", "That person was written to on another day: say to which person this letter went, or put the day right with the notice.", "person");
        }

        // The days to answer count from the day of sending: a letter that counts from another one states the wrong last day.
        if (LetterKinds.CountsFromSending(letter.Kind) && LondonCalendar.DateOf(letter.WrittenAt) is var counted && counted != request.On)
        {
            throw new RuleBrokenException("letter.write-anew", $"The letter counts the days to answer from {counted:d MMMM yyyy}: write it anew on the day on which it is sent.", "on");
        }

        letter.SentOn = request.On;
        letter.Version++;
        await db.SaveChangesAsync(ct);
        var decision = await db.CaseDecisions.AsNoTracking().SingleAsync(each => each.Id == letter.DecisionId, ct);
        await notices.NoteAsync(@case, decision, recipient, new TellDecision.Request(InWritingOn: request.On, Person: request.Person), ct);
        audit.About([caseId, letterId]);
        IfMatch.SetETag(context, letter.Version);
        return TypedResults.Ok(Describe(letter, @case));
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("letter.not-found", "This case has no such letter.");

    private static Response Describe(Letter letter, PanelCase @case) => new(
        letter.Id, letter.DecisionId, letter.Kind, letter.Text, letter.SentOn, LetterKinds.RecipientOf(letter.Kind) == NoticeRecipient.BirthParents && @case is { Kind: CaseKind.Match, HouseholdId: null });

    private static string Line(string text, string field) => PlainText.Line(text, field) ?? throw new InvalidRequestException("letter.name", "Say whose name stands on the letter.", field);

    /// <summary>A letter says what was decided: a proposal is not announced as final, nor the other way round.</summary>
    private static void RequireFitting(LetterKind kind, PanelCase @case, CaseDecision decision)
    {
        var determination = decision.Stage == PanelDecisionStage.Determination;
        var fits = kind switch
        {
            LetterKind.AdoptersDetermination => @case.Kind is CaseKind.AdopterApproval or CaseKind.AdopterTermination && determination,
            LetterKind.AdoptersApproved => @case.Kind == CaseKind.AdopterApproval && decision.Outcome == PanelDecisionOutcome.Yes && !determination,
            LetterKind.AdoptersRefused => @case.Kind is CaseKind.AdopterApproval or CaseKind.AdopterTermination && !determination
                && decision.Outcome == (@case.Kind == CaseKind.AdopterApproval ? PanelDecisionOutcome.No : PanelDecisionOutcome.Yes),
            LetterKind.AdoptersContinue => @case.Kind == CaseKind.AdopterTermination && decision.Outcome == PanelDecisionOutcome.No && !determination,
            LetterKind.AdoptersMatch => @case.Kind == CaseKind.Match,
            LetterKind.ParentsPlacing => @case.Kind == CaseKind.Match && decision.Outcome == PanelDecisionOutcome.Yes,
            LetterKind.ParentsShouldBePlaced => @case.Kind is CaseKind.ShouldBePlacedByConsent or CaseKind.ShouldBePlacedByOrder,
            LetterKind.CarersApproved => @case.Kind is CaseKind.FosterApproval or CaseKind.FosterReview && decision.Outcome == PanelDecisionOutcome.Yes && !determination,
            LetterKind.CarersDetermination => @case.Route.Recipients.Contains(NoticeRecipient.Carers) && determination,
            _ => @case.Route.Recipients.Contains(NoticeRecipient.Carers) && !determination,
        };
        if (!fits || decision.Outcome == PanelDecisionOutcome.Deferred)
        {
            throw new RuleBrokenException("letter.other-decision", "This letter does not tell such a decision.", "kind");
        }
    }

    private static async Task<LetterFacts> ParentsAsync(LetterFacts common, PanelCase @case, CaseDecision decision, LocalityHubDbContext db, CancellationToken ct)
    {
        if (!@case.IsOwn || decision.ChildId is not { } childId)
        {
            throw new RuleBrokenException("letter.not-yours", "Parents are written to by the child's council.", "kind");
        }

        var child = await db.Children.AsNoTracking().SingleAsync(each => each.Id == childId, ct);
        return new ParentsLetterFacts(common, NameOf(child.GivenName, child.FamilyName), child.DateOfBirth);
    }

    private static async Task<LetterFacts> HouseholdAsync(LetterFacts common, PanelCase @case, CaseDecision decision, DateOnly today, LocalityHubDbContext db, CancellationToken ct)
    {
        var parents = @case.HouseholdId is { } householdId
            ? await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == householdId && member.Role == MemberRole.Parent).OrderBy(member => member.Ordinal).ToListAsync(ct)
            : [];
        var child = decision.ChildId is { } childId ? await db.Children.AsNoTracking().Where(each => each.Id == childId).Select(each => each.GivenName).SingleAsync(ct) : null;
        var reasons = await db.DecisionRecords.AsNoTracking().Where(record => record.Id == decision.RecordId).Select(record => record.OwnReasons).SingleOrDefaultAsync(ct);
        var route = @case.Route;
        var terms = @case.HouseholdId is { } id ? await TermsAsync(id, @case.Id, route.Strand, db, ct) : null;
        return new HouseholdLetterFacts(
            common,
            parents.Count == 0 ? common.Recipient : string.Join(" and ", parents.Select(parent => NameOf(parent.GivenName, parent.FamilyName))),
            terms,
            reasons,
            // Sent today, which is the first of the days.
            decision.Stage == PanelDecisionStage.Determination ? ClockEngine.England.Due(ClockRules.InForce(route.RepresentationsClock, today), today) : null,
            child);
    }

    /// <summary>The terms that were decided in the case, of adopters or of carers.</summary>
    private static async Task<string?> TermsAsync(Guid householdId, Guid caseId, PanelStrand strand, LocalityHubDbContext db, CancellationToken ct)
    {
        if (strand == PanelStrand.Fostering)
        {
            return await db.CarerDecisions.AsNoTracking().SingleOrDefaultAsync(each => each.HouseholdId == householdId && each.Id == caseId, ct) is { } carers
                ? carers.Numbers == ChildCounts.None ? "as they stood" : ApprovalTermsText.Of(carers.Numbers, carers.Ages)
                : null;
        }

        return await db.ApprovalDecisions.AsNoTracking().SingleOrDefaultAsync(each => each.HouseholdId == householdId && each.Id == caseId, ct) is { } adopters
            ? ApprovalTermsText.Of(adopters.Numbers, adopters.Ages)
            : null;
    }

    /// <summary>What a person typed is looked at too: no parent learns a household's name or place from a letter.</summary>
    private static async Task RequireWithoutHouseholdAsync(string text, PanelCase @case, LocalityHubDbContext db, CancellationToken ct)
    {
        if (@case.HouseholdId is not { } householdId)
        {
            return;
        }

        var household = await db.Households.AsNoTracking().SingleAsync(each => each.Id == householdId, ct);
        var names = await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == householdId).Select(member => member.FamilyName).ToListAsync(ct);
        if (names.Append(household.Postcode).Append(household.Address).Any(secret => secret is { Length: > 1 } && text.Contains(secret, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RuleBrokenException("letter.names-household", "The letter to the parents names the household: its name, address or postcode.");
        }
    }

    private static string NameOf(string? given, string? family) => $"{given} {family}".Trim() is { Length: > 0 } name ? name : "your child";

    private static string WordsOf(CaseKind kind, PanelDecisionOutcome outcome) => (kind, outcome) switch
    {
        (CaseKind.AdopterApproval, PanelDecisionOutcome.Yes) => "suitable to adopt",
        (CaseKind.AdopterApproval, _) => "not suitable to adopt",
        (CaseKind.AdopterTermination, PanelDecisionOutcome.Yes) => "no longer suitable to adopt",
        (CaseKind.AdopterTermination, _) => "still suitable to adopt",
        (CaseKind.Match, PanelDecisionOutcome.Yes) => "the placement should go ahead",
        (CaseKind.Match, _) => "the placement should not go ahead",
        (CaseKind.ShouldBePlacedByConsent or CaseKind.ShouldBePlacedByOrder, PanelDecisionOutcome.Yes) => "should be placed for adoption",
        (CaseKind.ShouldBePlacedByConsent or CaseKind.ShouldBePlacedByOrder, _) => "should not be placed for adoption",
        (CaseKind.FosterTermination, PanelDecisionOutcome.Yes) => "approval ends",
        (CaseKind.FosterTermination, _) => "approval continues",
        (CaseKind.FosterApproval or CaseKind.FosterReview, PanelDecisionOutcome.Yes) => "suitable to foster",
        (CaseKind.FosterApproval or CaseKind.FosterReview, _) => "not suitable to foster",
        (_, PanelDecisionOutcome.Yes) => "yes",
        _ => "no",
    };
}
