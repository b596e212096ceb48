using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.CentralLists;

/// <summary>People on a central list: facts with their dates, from which everything else about them is computed.</summary>
internal static class KeepMembers
{
    private const int MostFacts = 200;
    private const int LongestName = 120;

    /// <param name="Kind">What.</param>
    /// <param name="Council">The council that it concerns, where it concerns one.</param>
    /// <param name="From">From when, or when it happened.</param>
    /// <param name="Until">The last day; null while it lasts.</param>
    internal sealed record Fact(MemberFactKind Kind, CouncilCode? Council, DateOnly From, DateOnly? Until);

    /// <param name="Name">The member's name.</param>
    /// <param name="Subject">The <c>sub</c> of the member's token; null for somebody who never signs in.</param>
    /// <param name="JoinedOn">The first day on the list.</param>
    /// <param name="Facts">What is known of the member.</param>
    internal sealed record Request(string Name, string? Subject, DateOnly JoinedOn, IReadOnlyList<Fact> Facts);

    internal sealed record FactsRequest(IReadOnlyList<Fact> Facts);

    /// <param name="GivenOn">When it was given, in writing.</param>
    /// <param name="By">member or agency.</param>
    internal sealed record NoticeRequest(DateOnly GivenOn, NoticeBy By);

    internal sealed record AbsencesRequest(IReadOnlyList<Absence> Absences);

    /// <param name="Council">The agency.</param>
    /// <param name="Independent">Whether the member is independent of it today.</param>
    /// <param name="Because">The facts that say no.</param>
    internal sealed record IndependenceOf(CouncilCode Council, bool Independent, IReadOnlyList<MemberFactKind> Because);

    /// <param name="Kind">What is due: criminal-record-check, appraisal.</param>
    /// <param name="On">When.</param>
    internal sealed record Due(MemberFactKind Kind, DateOnly On);

    internal sealed record Response(
        Guid Id, Guid ListId, string Name, string? Subject, DateOnly JoinedOn, DateOnly? NoticeGivenOn, NoticeBy? NoticeBy, DateOnly? LeavesOn,
        bool SocialWorkerOfThreeYears, bool MayAdvise, bool MedicalAdviser, IReadOnlyList<IndependenceOf> Independence, IReadOnlyList<Due> Due,
        IReadOnlyList<Fact> Facts, IReadOnlyList<Absence> Absences);

    internal static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid listId, [AsParameters] PageRequest page, PanelDbContext db, TimeProvider clock, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Lists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == listId, ct) is not { } list)
        {
            return KeepLists.NotFound();
        }

        var after = page.After<Guid>();
        var members = await db.Members.AsNoTracking().Where(member => member.ListId == listId && member.Id > after).OrderBy(member => member.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(members, page, member => member.Id);
        audit.About(found.Items.Select(member => member.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(member => Describe(member, list.Strand, LondonCalendar.Today(clock)))], found.Next));
    }

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> AddAsync(
        Guid listId, Request request, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Lists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == listId, ct) is not { } list)
        {
            return KeepLists.NotFound();
        }

        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName || request.Name.Any(char.IsControl))
        {
            throw new InvalidRequestException("member.name", "A name is 1 to 120 characters.", "name");
        }

        Days.RequireKnown("joinedOn", request.JoinedOn);
        var member = new ListMember
        {
            Id = Guid.CreateVersion7(), ListId = listId, Councils = list.Councils, Name = request.Name.Trim(), Subject = request.Subject, JoinedOn = request.JoinedOn,
            Facts = Checked(request.Facts),
        };
        db.Members.Add(member);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/panels/members/{member.Id}", Describe(member, list.Strand, LondonCalendar.Today(clock)));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(
        Guid memberId, HttpContext context, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(memberId, callers, db, ct) is { } member ? await AnswerAsync(member, context, db, clock, ct) : NotFound();

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReplaceFactsAsync(
        Guid memberId, FactsRequest request, HttpContext context, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(memberId, callers, db, ct) is not { } member)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, member.Version);
        member.Facts = Checked(request.Facts);
        return await SaveAsync(member, context, db, clock, ct);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> GiveNoticeAsync(
        Guid memberId, NoticeRequest request, HttpContext context, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(memberId, callers, db, ct) is not { } member)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, member.Version);
        if (member.NoticeGivenOn is not null)
        {
            throw new RuleBrokenException("member.notice-given", "Notice was given before; it runs from that day.", "givenOn");
        }

        if (request.GivenOn > LondonCalendar.Today(clock) || request.GivenOn < member.JoinedOn)
        {
            throw new RuleBrokenException("member.notice-day", "Notice was given between joining and today.", "givenOn");
        }

        var strand = await db.Lists.Where(list => list.Id == member.ListId).Select(list => list.Strand).SingleAsync(ct);
        (member.NoticeGivenOn, member.NoticeBy, member.LeavesOn) = (request.GivenOn, request.By, Independence.LeavesOn(strand, request.GivenOn));
        return await SaveAsync(member, context, db, clock, ct);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReplaceAbsencesAsync(
        Guid memberId, AbsencesRequest request, HttpContext context, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(memberId, callers, db, ct) is not { } member)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, member.Version);
        member.Absences = Absences.Checked(request.Absences);
        return await SaveAsync(member, context, db, clock, ct);
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("member.not-found", "There is no such member.");

    /// <summary>A member sees and changes what is of himself or herself alone.</summary>
    private static Task<ListMember?> FindAsync(Guid memberId, PanelCallers callers, PanelDbContext db, CancellationToken ct) =>
        db.Members.SingleOrDefaultAsync(member => member.Id == memberId && (callers.IsAdviser || member.Subject == callers.Subject), ct);

    private static async Task<Ok<Response>> SaveAsync(ListMember member, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        member.Version++;
        await db.SaveChangesAsync(ct);
        return await AnswerAsync(member, context, db, clock, ct);
    }

    private static async Task<Ok<Response>> AnswerAsync(ListMember member, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        IfMatch.SetETag(context, member.Version);
        var strand = await db.Lists.Where(list => list.Id == member.ListId).Select(list => list.Strand).SingleAsync(ct);
        return TypedResults.Ok(Describe(member, strand, LondonCalendar.Today(clock)));
    }

    private static List<MemberFact> Checked(IReadOnlyList<Fact> facts)
    {
        if (facts.Count > MostFacts)
        {
            throw new InvalidRequestException("member.facts", "A member has at most 200 facts.", "facts");
        }

        Days.RequireKnown("from", [.. facts.SelectMany(fact => new[] { fact.From, fact.Until })]);
        if (facts.Any(fact => fact.Until < fact.From))
        {
            throw new InvalidRequestException("member.fact-days", "A fact ends on the day it begins or later.", "until");
        }

        if (facts.Any(fact => fact.Council is null && Independence.Rules.Any(rule => rule.Fact == fact.Kind)))
        {
            throw new InvalidRequestException("member.fact-council", "A fact that ties a member to an agency names its council.", "council");
        }

        return [.. facts.Select(fact => new MemberFact(fact.Kind, fact.Council?.Number, fact.From, fact.Until))];
    }

    private static Response Describe(ListMember member, PanelStrand strand, DateOnly today) => new(
        member.Id, member.ListId, member.Name, member.Subject, member.JoinedOn, member.NoticeGivenOn, member.NoticeBy, member.LeavesOn,
        Independence.HasYears(member.Facts, MemberFactKind.SocialWork, 3, today),
        Independence.MayAdvise(member.Facts, today),
        member.Is(MemberFactKind.MedicalAdviser, today),
        [.. member.Councils.Select(council => (Council: council, Because: Independence.BrokenBy(member.Facts, [council], strand, today)))
            .Select(each => new IndependenceOf(new CouncilCode(each.Council), each.Because.Count == 0, [.. each.Because.Select(rule => rule.Fact).Distinct()]))],
        [.. DueOf(member)],
        [.. member.Facts.Select(fact => new Fact(fact.Kind, fact.Agency is { } agency ? new CouncilCode(agency) : null, fact.From, fact.Until))],
        member.Absences);

    // A check is renewed like an adopter's; an appraisal is yearly, the first a year after joining (minimum standard 23).
    private static IEnumerable<Due> DueOf(ListMember member)
    {
        var check = member.Facts.Where(fact => fact.Kind == MemberFactKind.CriminalRecordCheck).Max(fact => (DateOnly?)fact.From);
        yield return new Due(
            MemberFactKind.CriminalRecordCheck, check is { } made ? ClockEngine.England.Due(ClockRules.Newest(ClockCode.CriminalRecordRefresh), made) : member.JoinedOn);
        yield return new Due(
            MemberFactKind.Appraisal, (member.Facts.Where(fact => fact.Kind == MemberFactKind.Appraisal).Max(fact => (DateOnly?)fact.From) ?? member.JoinedOn).AddYears(1));
    }
}

/// <summary>Days on which somebody cannot come, as a request gives them.</summary>
internal static class Absences
{
    private const int Most = 200;

    /// <exception cref="InvalidRequestException">There are too many, or one ends before it begins.</exception>
    public static List<Absence> Checked(IReadOnlyList<Absence> absences)
    {
        if (absences.Count > Most)
        {
            throw new InvalidRequestException("absences.count", "There are at most 200 absences.", "absences");
        }

        Days.RequireKnown("from", [.. absences.SelectMany(absence => new DateOnly?[] { absence.From, absence.Until })]);
        return absences.Any(absence => absence.Until < absence.From)
            ? throw new InvalidRequestException("absences.days", "An absence ends on the day it begins or later.", "until")
            : [.. absences.OrderBy(absence => absence.From)];
    }
}
