using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.SupportFund;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Profiles;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Duties;

/// <summary>What is owed in the whole council, for the caller's roles: duties with a clock, and what waits for somebody to act on it.</summary>
internal static class ReadWorklist
{
    /// <param name="Kind">duty, search-without-link, learned-evidence, profile-approval, support-application, case-to-raise, case-reason, case-to-withdraw, household-to-choose, link-against-limit, search-list-late, group-incomplete, papers-to-attest or gate-to-open.</param>
    /// <param name="ChildId">The child; null of a household's.</param>
    /// <param name="HouseholdId">The household; null of a child's.</param>
    /// <param name="Owner">Who answers for the child's plan, or works with the household, by name; of a family that asks for support, who made the assessment, by subject; null where nobody here is it.</param>
    /// <param name="Since">Since when it waits; of a duty, from when it runs.</param>
    /// <param name="Due">By when; null of what has no day, and while a clock stands still.</param>
    /// <param name="Duty">The duty.</param>
    /// <param name="Without">How long the search has had no link.</param>
    /// <param name="FamilyId">The family that asks for support.</param>
    /// <param name="Task">What is to be done about its application to the support fund.</param>
    /// <param name="Step">How near the day is.</param>
    /// <param name="FundReference">The assessment, by the support fund's reference, which another council made before it handed the case over.</param>
    /// <param name="CaseId">The case for panel or decision maker.</param>
    /// <param name="Gate">The guidance that its case was raised without, and without a reason.</param>
    /// <param name="DisclosureId">The release whose papers are to be attested, in the region's ledger.</param>
    /// <param name="LinkId">The link, live or matched, that a limit of the child's stands against; the first, where there are several.</param>
    public sealed record Entry(
        WorkItem Kind,
        Guid? ChildId,
        Guid? HouseholdId,
        string? Owner,
        DateOnly Since,
        DateOnly? Due,
        ReadDuties.Entry? Duty = null,
        SearchLength? Without = null,
        Guid? FamilyId = null,
        SupportTask? Task = null,
        ChaseStep? Step = null,
        Guid? FundReference = null,
        Guid? CaseId = null,
        GateCode? Gate = null,
        Guid? LinkId = null,
        Guid? DisclosureId = null);

    private static readonly string[] OfSupport = [Roles.SupportWorker, Roles.CaldicottGuardian];

    /// <summary>The last entry of a page, and how many stood before it, for when it is done, or due on another day, in the meantime.</summary>
    public sealed record Position(Guid Of, WorkItem Kind, Duty? Duty, int Before, SupportTask? Task = null, GateCode? Gate = null);

    public static async Task<Ok<Page<Entry>>> HandleAsync(
        [AsParameters] PageRequest page, Caller caller, LocalityHubDbContext db, CaseFacts cases, LinkDecisions links, AreaKey areas, AuditTrail audit, TimeProvider clock, CancellationToken ct, bool? overdue = null, bool? mine = null)
    {
        var today = LondonCalendar.Today(clock);
        var roles = caller.Roles.ToHashSet(StringComparer.Ordinal);
        List<Entry> all = [];
        if (WorkRoles.OfChildren(roles) is { Count: > 0 } ofChildren)
        {
            all.AddRange(await ChildrenAsync(ofChildren, caller, mine == true, db, areas, today, ct));
        }

        if (roles.Overlaps(OfSupport))
        {
            all.AddRange(await SupportAsync(mine == true ? caller.Subject : null, db, ct));
        }

        if (WorkRoles.OfHouseholds(roles) is { Count: > 0 } ofHouseholds)
        {
            all.AddRange((await DutyFacts.OfHouseholdsAsync(db, today, ct)).Where(each => mine != true || each.Household.WorkerSubject == caller.Subject)
                .SelectMany(each => each.Duties.Where(duty => ofHouseholds.Contains(duty.Duty))
                    .Select(duty => new Entry(WorkItem.Duty, null, each.Household.Id, each.Household.WorkerName, duty.StartedOn, duty.Due, ReadDuties.Describe(duty, today)))));
        }

        all.AddRange(await PapersAsync(mine != true && roles.Contains(Roles.CaldicottGuardian), caller, db, ct));
        all.AddRange(await WaitingAsync(roles, mine == true ? caller.Subject : null, db, ct));
        all.AddRange(await CaseWork.OfAsync(roles, mine == true ? caller.Subject : null, db, cases, links, today, ct));

        var listed = all.Where(entry => overdue is not { } late || (entry.Duty is { Lateness: not Lateness.Settled } || entry.Step == ChaseStep.Overdue) == late)
            .OrderBy(DayOf).ThenBy(OfWhom).ThenBy(entry => entry.Kind).ThenBy(entry => entry.Duty?.Duty).ThenBy(entry => entry.Task).ThenBy(entry => entry.Gate).ToList();
        var first = page.After<Position?>() is { } last
            ? listed.FindIndex(entry => (OfWhom(entry), entry.Kind, entry.Duty?.Duty, entry.Task, entry.Gate) == (last.Of, last.Kind, last.Duty, last.Task, last.Gate)) is >= 0 and var at && at <= last.Before ? at + 1 : last.Before
            : 0;
        var found = Page.Of(
            [.. listed.Skip(first).Take(page.Take).Select((entry, index) => (Entry: entry, Before: first + index))],
            page,
            each => new Position(OfWhom(each.Entry), each.Entry.Kind, each.Entry.Duty?.Duty, each.Before, each.Entry.Task, each.Entry.Gate));
        audit.About([.. found.Items.SelectMany(each => new[] { each.Entry.CaseId, each.Entry.CaseId is null ? OfWhom(each.Entry) : each.Entry.ChildId }.OfType<Guid>()).Distinct()]);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(each => each.Entry)], found.Next));
    }

    private static async Task<List<Entry>> ChildrenAsync(
        IReadOnlySet<Duty> duties, Caller caller, bool mine, LocalityHubDbContext db, AreaKey areas, DateOnly today, CancellationToken ct)
    {
        var settings = await DutyFacts.SettingsAsync(db, ct);
        var facts = await DutyFacts.OfChildrenAsync(await DutyFacts.Watched(db, settings).ToListAsync(ct), db, ct);
        var own = mine ? facts.Where(each => each.Record?.OwnerSubject == caller.Subject).ToList() : facts;
        var entries = own.SelectMany(each => ChildDuties.Of(each, settings, today).Where(duty => duties.Contains(duty.Duty))
            .Select(duty => new Entry(WorkItem.Duty, each.Child.Id, null, each.Record?.OwnerName, duty.StartedOn, duty.Due, ReadDuties.Describe(duty, today)))).ToList();
        if (!duties.Contains(Duty.TogetherSearch))
        {
            return entries;
        }

        // What the region has escalated stands until there is a live link, or no search.
        var owners = own.ToDictionary(each => each.Child.Id, each => each.Record?.OwnerName);
        var linked = FamilyLink.Visible(db).Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed);
        var escalated = await db.SearchEscalations.AsNoTracking()
            .Where(each => each.Cause == SearchAlarmCause.WithoutLink && db.ChildSearches.Any(search => search.ChildId == each.ChildId && search.EndedOn == null)
                && !db.FamilyLinkChildren.Any(child => child.ChildId == each.ChildId && child.Part != ChildsPart.Left && linked.Any(link => link.Id == child.LinkId)))
            .ToListAsync(ct);
        entries.AddRange(escalated.GroupBy(each => each.ChildId).Select(same => same.MaxBy(each => each.EscalatedAt)!).Where(each => owners.ContainsKey(each.ChildId))
            .Select(each => new Entry(
                WorkItem.SearchWithoutLink, each.ChildId, null, owners[each.ChildId], LondonCalendar.DateOf(each.EscalatedAt), null, Without: each.Without)));
        entries.AddRange((await db.SearchEscalations.AsNoTracking()
            .Where(each => each.Cause != SearchAlarmCause.WithoutLink && each.OverAt == null && db.ChildSearches.Any(search => search.ChildId == each.ChildId && search.EndedOn == null))
            .ToListAsync(ct)).Where(each => owners.ContainsKey(each.ChildId)).GroupBy(each => (each.ChildId, each.Cause)).Select(same => new Entry(
                same.Key.Cause == SearchAlarmCause.GroupIncomplete ? WorkItem.GroupIncomplete : WorkItem.SearchListLate, same.Key.ChildId, null, owners[same.Key.ChildId],
                LondonCalendar.DateOf(same.Min(each => each.EscalatedAt)), null)));
        entries.AddRange((await LimitsOfLinks.OfAsync(owners.Keys, db, areas, ct)).Where(each => each.IsKnown).GroupBy(each => each.ChildId).Select(same => new Entry(
            WorkItem.LinkAgainstLimit, same.Key, null, owners[same.Key], LondonCalendar.DateOf(same.Max(each => each.ToldAt)), null, LinkId: same.First().LinkId)));
        return entries;
    }

    /// <summary>What has no clock and waits all the same; of one worker only, where a subject is given.</summary>
    private static async Task<List<Entry>> WaitingAsync(HashSet<string> roles, string? subject, LocalityHubDbContext db, CancellationToken ct)
    {
        List<Entry> waiting = [];
        if (roles.Contains(Roles.Recruitment))
        {
            var learned = await db.LearnedEvidence.AsNoTracking()
                .Where(each => each.Outcome == null && (subject == null || db.Households.Any(household => household.Id == each.HouseholdId && household.WorkerSubject == subject)))
                .ToListAsync(ct);
            waiting.AddRange(learned.GroupBy(each => each.HouseholdId)
                .Select(same => new Entry(WorkItem.LearnedEvidence, null, same.Key, null, LondonCalendar.DateOf(same.Min(each => each.LearnedAt)), null)));
        }

        // Whoever has written does not approve: drafts are nobody's own, and wait for a role.
        if (subject is not null)
        {
            return waiting;
        }

        var drafts = await db.ProfileVersions.AsNoTracking().Where(version => version.ApprovedAt == null && version.WithdrawnAt == null)
            .Select(version => new { version.ChildId, version.HouseholdId, version.Level, version.WrittenAt }).ToListAsync(ct);
        waiting.AddRange(drafts.Where(draft => roles.Contains(ProfileVersion.ApproverOf(draft.ChildId is not null, draft.Level))).GroupBy(draft => (draft.ChildId, draft.HouseholdId))
            .Select(same => new Entry(
                WorkItem.ProfileApproval, same.Key.ChildId, same.Key.HouseholdId, null, LondonCalendar.DateOf(same.Min(draft => draft.WrittenAt)), null)));
        return waiting;
    }

    /// <summary>Papers of other councils that somebody here has read, for the reader; and for the guardian, who attests in the place of a reader who has left.</summary>
    private static async Task<List<Entry>> PapersAsync(bool all, Caller caller, LocalityHubDbContext db, CancellationToken ct)
    {
        var self = PersonReference.Of(caller.Subject).Value;
        return (await db.PapersToAttest.AsNoTracking().Where(papers => papers.Ask != AttestationAsk.Settled && (all || papers.Reader == self)).ToListAsync(ct)).ConvertAll(papers => new Entry(
            WorkItem.PapersToAttest, null, null, null, LondonCalendar.DateOf(papers.AskedAt), null, Step: papers.Ask == AttestationAsk.Overdue ? ChaseStep.Overdue : null, DisclosureId: papers.Id));
    }

    /// <summary>What the support fund has asked for and is not settled; of one person when given. What rests on another council's assessment is nobody's own.</summary>
    private static async Task<List<Entry>> SupportAsync(string? subject, LocalityHubDbContext db, CancellationToken ct)
    {
        var open = await (
            from chase in db.SupportChases.AsNoTracking()
            join assessment in db.SupportAssessments on chase.AssessmentId equals (Guid?)assessment.Id into made
            from assessment in made.DefaultIfEmpty()
            where chase.Step != ChaseStep.Settled && (chase.AssessmentId == null ? subject == null : assessment != null && (subject == null || assessment.AssessedBy == subject))
            select new { Chase = chase, FamilyId = (Guid?)assessment.FamilyId, AssessedBy = (string?)assessment.AssessedBy }).ToListAsync(ct);

        // Of several applications that rest on assessments of one family the nearest of each kind is told: the fund's own worklist has them all.
        return
        [
            .. open.GroupBy(each => (each.FamilyId, each.Chase.FundReference, each.Chase.Task)).Select(same => same.MinBy(each => each.Chase.Due)!).Select(each => new Entry(
                WorkItem.SupportApplication, null, null, each.AssessedBy, LondonCalendar.DateOf(each.Chase.ToldAt), each.Chase.Due,
                FamilyId: each.FamilyId, Task: each.Chase.Task, Step: each.Chase.Step, FundReference: each.Chase.FundReference)),
        ];
    }

    // What has no day stands by the day since which it waits; a clock that stands still comes last.
    private static DateOnly DayOf(Entry entry) => entry.Due ?? (entry.Kind == WorkItem.Duty ? DateOnly.MaxValue : entry.Since);

    private static Guid OfWhom(Entry entry) => (entry.CaseId ?? entry.ChildId ?? entry.HouseholdId ?? entry.FamilyId ?? entry.FundReference ?? entry.DisclosureId)!.Value;
}

/// <summary>What stands in a worklist.</summary>
internal enum WorkItem
{
    /// <summary>A duty with a clock.</summary>
    Duty = 1,

    /// <summary>A child who has been searched for long without a live link.</summary>
    SearchWithoutLink = 2,

    /// <summary>Something learned of a household that nobody has talked about with it.</summary>
    LearnedEvidence = 3,

    /// <summary>A version of a profile or report that waits for approval.</summary>
    ProfileApproval = 4,

    /// <summary>Something about a family's application to the support fund.</summary>
    SupportApplication = 5,

    /// <summary>A case whose gates are met and which the hub does not raise by itself.</summary>
    CaseToRaise = 6,

    /// <summary>A case that was raised although guidance was not kept, and nobody has said why.</summary>
    CaseReason = 7,

    /// <summary>A case in which nothing is left to be decided.</summary>
    CaseToWithdraw = 8,

    /// <summary>A match that is with panel and whose household is chosen no longer, since it was put off: it is chosen again, or the case taken back.</summary>
    HouseholdToChoose = 9,

    /// <summary>A link, live or matched until the child moves in, with a household that a limit of the child's own stands against by now.</summary>
    LinkAgainstLimit = 10,

    /// <summary>Early permanence was asked for, and the region has no list an hour later.</summary>
    SearchListLate = 11,

    /// <summary>A child of the group with which the child is to be placed is not in the register: nobody is searched for.</summary>
    GroupIncomplete = 12,

    /// <summary>Another council asks what became of papers of a closed release that somebody here has read.</summary>
    PapersToAttest = 13,

    /// <summary>A gate of a case that is with panel has fallen, or stands before its decision: until it is met nothing goes on.</summary>
    GateToOpen = 14,
}
