using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>Keeps who was told of a decision and when, for whoever enters it and for letters that are sent.</summary>
internal sealed class DecisionNotices(LocalityHubDbContext db, Council council, Caller caller, TimeProvider clock)
{
    private const int MostPersons = 9;

    /// <summary>Notes it in the case, which has been locked, and tells panel scheduling.</summary>
    /// <exception cref="RuleBrokenException">It cannot be.</exception>
    public async Task<DecisionNotice> NoteAsync(PanelCase @case, CaseDecision decision, NoticeRecipient recipient, TellDecision.Request request, CancellationToken ct)
    {
        if (!@case.Route.IsToldTo(recipient, decision.Outcome == PanelDecisionOutcome.Yes))
        {
            throw new RuleBrokenException("notice.other-recipient", "Such a decision is not told to them.", "recipient");
        }

        var today = LondonCalendar.Today(clock);
        foreach (var (day, field) in new[] { (request.OrallyOn, "orallyOn"), (request.InWritingOn, "inWritingOn") })
        {
            if (day > today || day < decision.DecidedOn)
            {
                throw new RuleBrokenException("notice.day", "They were told after the decision, on a day that has been.", field);
            }
        }

        if (request.Person is < 1 or > MostPersons || request.Persons is < 1 or > MostPersons || request.Person > (request.Persons ?? MostPersons))
        {
            throw new InvalidRequestException("notice.person", $"Persons are counted from 1; there are at most {MostPersons}.", "person");
        }

        var notices = await db.DecisionNotices.Where(each => each.DecisionId == decision.Id && each.Recipient == recipient).ToListAsync(ct);
        var notice = notices.Find(each => each.Person == request.Person);
        if (notice is null)
        {
            notice = new DecisionNotice
            {
                DecisionId = decision.Id, Recipient = recipient, Person = (short)request.Person, CaseId = decision.CaseId, Reference = Guid.NewGuid(), ToldBy = caller.Subject,
            };
            db.Add(notice);
        }

        notice.Persons = (short)(request.Persons ?? notices.Select(each => (int)Math.Max(each.Persons, each.Person)).Append(request.Person).Max());

        // Whoever was told by word of mouth after all could be told. A letter alone takes nothing back: why nobody could tell them stays the council's reason.
        var notPossible = request.OrallyOn is null ? notice.NotPossible : null;
        (notice.OrallyOn, notice.InWritingOn, notice.NotPossible) =
            (request.OrallyOn ?? notice.OrallyOn, request.InWritingOn ?? notice.InWritingOn, PlainText.Paragraphs(request.NotPossible, "notPossible", 2_000) ?? notPossible);
        notice.ToldBy = caller.Subject;

        // Who was told is part of what the case's version is of; panel scheduling hears of it by the notice alone.
        (@case.Version, @case.UpdatedAt) = (@case.Version + 1, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        session.Ledger.Advance(
            await session.OfGivenAsync(notice.Reference, ReferencePurpose.DecisionNotice, ct),
            new DecisionTold(
                notice.Reference, council.Code, 0, 0, decision.CaseId, decision.Id, (PanelNoticeRecipient)recipient, Day(notice.OrallyOn), Day(notice.InWritingOn), notice.NotPossible is not null,
                notice.Person, notice.Persons));
        await session.SaveAsync(ct);
        return notice;
    }

    private static CaseDay? Day(DateOnly? day) => day is { } known ? new CaseDay(known) : null;
}
